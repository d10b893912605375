/** One entry of the plane-pair table. */
export interface Pair {
  readonly aOff: number
  readonly wOff: number
  readonly double: boolean
  readonly negate: boolean
}

export const zeroPair: Pair = { aOff: 0, wOff: 0, double: false, negate: false }
