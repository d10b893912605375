/** How a figure came about. */
export type Basis = 'composed' | 'synthesised' | 'measured' | 'extrapolated'

/** An estimated value; its unit is in the name of the field that holds it. */
export interface Figure {
  readonly value: number
  readonly basis: Basis
  /** Error against measurements; this form of the estimator has not been compared with any. */
  readonly error: 'not yet measured'
  /** What the value is made of. */
  readonly note: string
}

/** A figure made of the chip's structure and the technology's cell facts. */
export function composed(value: number, note: string): Figure {
  return { value, basis: 'composed', error: 'not yet measured', note }
}
