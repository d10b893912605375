/** What the compute engine gives the array for one word; stands in registers from the cycle after its issue. */
export interface Word {
  /** Adds nothing, reads nothing. */
  readonly isNull: boolean
  readonly addr: number
  readonly waddr: number
  readonly validLanes: number
  /** First word of its pixel. */
  readonly first: boolean
  /** Last word of its pixel. */
  readonly last: boolean
  /** Start from the accumulator file's entry. */
  readonly load: boolean
  /** The last word ends in the accumulator file. */
  readonly save: boolean
  readonly double: boolean
  readonly negate: boolean
  readonly entry: number
  readonly windowFirst: boolean
  readonly windowLast: boolean
  /** Address of plane 0 of the pixel's window. */
  readonly outAddr: number
}

export const zeroWord: Word = {
  isNull: false,
  addr: 0,
  waddr: 0,
  validLanes: 0,
  first: false,
  last: false,
  load: false,
  save: false,
  double: false,
  negate: false,
  entry: 0,
  windowFirst: false,
  windowLast: false,
  outAddr: 0,
}
