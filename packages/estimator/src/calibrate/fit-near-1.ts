/** A figure that was measured, and the parts that an estimate adds up to it. */
export interface Observation {
  readonly target: number
  /** By name; a part that is left out is 0. */
  readonly parts: Readonly<Record<string, number>>
}

/**
 * How much a coefficient of 1, which is what the cell facts say, counts against the data: as much as this part of the observations would, each of
 * the part alone in its mean size. So what hardly shows in the data stays near 1, and what shows is fitted.
 */
const PRIOR = 0.03

/** Least coefficient: what happens costs something. */
const LEAST = 0.1

const ROUNDS = 2000
const SMALL = 1e-7

/**
 * Coefficients, all positive, that bring sums of parts to their targets by least squares, and that stay near 1 where the data say little. The
 * problem is convex, so going through the coefficients one by one, each to its best value, ends at the optimum.
 *
 * @returns by name of the part, parts that are 0 in all observations included
 */
export function fitNear1(observations: readonly Observation[]): Map<string, number> {
  const names = [...new Set(observations.flatMap(({ parts }) => Object.keys(parts)))]
  const columns = names.map((name) => observations.map(({ parts }) => parts[name] ?? 0))
  const squares = columns.map((column) => column.reduce((sum, part) => sum + part * part, 0))
  const fitted = names.map(() => 1)
  const rest = observations.map(({ target }, i) =>
    columns.reduce((left, column) => left - column[i]!, target),
  )
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0
    columns.forEach((column, part) => {
      if (squares[part] === 0) return
      const prior = PRIOR * squares[part]!
      const pull = column.reduce((sum, value, i) => sum + value * rest[i]!, prior * (1 - fitted[part]!))
      const next = Math.max(LEAST, fitted[part]! + pull / (squares[part]! + prior))
      const step = next - fitted[part]!
      if (step === 0) return
      fitted[part] = next
      for (let i = 0; i < rest.length; i++) rest[i]! -= step * column[i]!
      moved = Math.max(moved, Math.abs(step))
    })
    if (moved < SMALL) break
  }
  return new Map(names.map((name, part) => [name, fitted[part]!]))
}
