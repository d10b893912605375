import { squaredDistance } from './problem.js'

/** Smaller pivots mean that places coincide. */
const SINGULAR = 1e-12
/** Keeps the linear part solvable where a parameter does not vary. */
const RIDGE = 1e-6

/**
 * A function through known values: cubic radial basis functions and a linear part (Powell 1992), which needs no
 * tuning and follows smooth costs from few of them.
 *
 * @param places - in the unit cube, all different
 * @param values - of each place, any number
 * @returns undefined when the places do not determine it
 */
export function interpolate(
  places: readonly (readonly number[])[],
  values: readonly (readonly number[])[],
): ((place: readonly number[]) => number[]) | undefined {
  const [count, inputs, outputs] = [places.length, places[0].length, values[0].length]
  const size = count + inputs + 1
  const rows = Array.from({ length: size }, () => new Float64Array(size + outputs))
  for (const [i, place] of places.entries()) {
    for (let j = 0; j < i; j++) rows[i][j] = rows[j][i] = basis(place, places[j])
    for (const [k, term] of [1, ...place].entries()) rows[i][count + k] = rows[count + k][i] = term
    rows[i].set(values[i], size)
  }
  for (let k = count; k < size; k++) rows[k][k] = -RIDGE
  const weights = solve(rows, outputs)
  if (weights === undefined) return undefined
  return (place) => {
    const terms = [...places.map((known) => basis(place, known)), 1, ...place]
    return Array.from({ length: outputs }, (_, k) =>
      terms.reduce((sum, term, i) => sum + term * weights[i][k], 0),
    )
  }
}

function basis(a: readonly number[], b: readonly number[]): number {
  const square = squaredDistance(a, b)
  return square * Math.sqrt(square)
}

/** Solves linear equations by elimination with pivots; `rows` hold the matrix and then the right sides. */
function solve(rows: Float64Array[], sides: number): Float64Array[] | undefined {
  const size = rows.length
  for (let i = 0; i < size; i++) {
    let pivot = i
    for (let r = i + 1; r < size; r++) if (Math.abs(rows[r][i]) > Math.abs(rows[pivot][i])) pivot = r
    if (Math.abs(rows[pivot][i]) < SINGULAR) return undefined
    ;[rows[i], rows[pivot]] = [rows[pivot], rows[i]]
    for (let r = i + 1; r < size; r++) {
      const factor = rows[r][i] / rows[i][i]
      if (factor !== 0) for (let c = i; c < size + sides; c++) rows[r][c] -= factor * rows[i][c]
    }
  }
  const solution: Float64Array[] = new Array(size)
  for (let i = size - 1; i >= 0; i--) {
    solution[i] = Float64Array.from({ length: sides }, (_, k) => {
      let sum = rows[i][size + k]
      for (let c = i + 1; c < size; c++) sum -= rows[i][c] * solution[c][k]
      return sum / rows[i][i]
    })
  }
  return solution
}
