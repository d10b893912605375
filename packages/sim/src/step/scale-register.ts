/** Register SCALE by field; what a chip without `vector` does not have is 0. */
export interface ScaleRegister {
  readonly shift: number
  readonly slopeShift: number
  readonly multiply: boolean
  readonly add: boolean
  readonly residual: boolean
  readonly slope: boolean
  readonly offset: boolean
  readonly write: boolean
  /** 0 none, 1 sigmoid, 2 tanh. */
  readonly function: number
  readonly gate: boolean
  readonly accumulate: boolean
}

/** Takes the value of a SET apart. */
export function unpackScale(value: number): ScaleRegister {
  const flag = (bit: number) => ((value >>> bit) & 1) === 1
  return {
    shift: value & 31,
    slopeShift: (value >>> 5) & 31,
    multiply: flag(10),
    add: flag(11),
    residual: flag(12),
    slope: flag(13),
    offset: flag(14),
    write: flag(15),
    function: (value >>> 16) & 3,
    gate: flag(18),
    accumulate: flag(19),
  }
}

/** Parameters that a step takes, in the last pixel of a window, before it compares. */
export function parametersTaken({ multiply, add, slope, offset }: ScaleRegister): number {
  return Number(multiply) + Number(add) + Number(slope) + Number(offset)
}
