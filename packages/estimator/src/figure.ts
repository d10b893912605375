/** How a figure came about. */
export type Basis = 'composed' | 'synthesised' | 'measured' | 'extrapolated'

/** An estimated value; its unit is in the name of the field that holds it. */
export interface Figure {
  readonly value: number
  readonly basis: Basis
  /** How far such figures are from measurements, and what of the chip lies outside of them; in words. */
  readonly error: string
  /** What the value is made of. */
  readonly note: string
}

/** Makes the figures of one estimate, which have their basis and their error in common. */
export function figureOf(basis: Basis, error: string): (value: number, note: string) => Figure {
  return (value, note) => ({ value, basis, error, note })
}
