import { TANH_TABLE } from '@concord/arch'
import type { RealRange } from './real-range.js'
import { type ScaleFunction, tableValue } from './scale.js'

/** Real value of 1 in what the post unit's table gives, and in what can be a gate. */
export const FRACTION = 2 ** -15

/** A function of the post unit's table, as a function of reals (docs/architecture.md §11). */
export interface TableFunction {
  readonly name: ScaleFunction
  /** Real value of 1 in its argument. */
  readonly argumentUnit: number
  /** Its greatest slope. */
  readonly steepest: number
  readonly low: number
  readonly high: number
  /** Greatest distance of an entry from the function at an argument in its cell, or beyond the ends of the table. */
  readonly error: number
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** By operator of the source. */
const FUNCTIONS: ReadonlyMap<string, TableFunction> = new Map([
  [
    'Sigmoid',
    tableFunction('sigmoid', sigmoid, { argumentUnit: 2 ** -12, steepest: 1 / 4, low: 0, high: 1 }),
  ],
  ['Tanh', tableFunction('tanh', Math.tanh, { argumentUnit: 2 ** -13, steepest: 1, low: -1, high: 1 })],
])

/** The function of an operator; undefined when the table has none. */
export function tableFunctionOf(operator: string): TableFunction | undefined {
  return FUNCTIONS.get(operator)
}

/** Range of every channel of its results. */
export function tableRange({ low, high }: TableFunction, channels: number): RealRange {
  return { low: new Float64Array(channels).fill(low), high: new Float64Array(channels).fill(high) }
}

function tableFunction(
  name: ScaleFunction,
  real: (x: number) => number,
  shape: Pick<TableFunction, 'argumentUnit' | 'steepest' | 'low' | 'high'>,
): TableFunction {
  const cell = 2 ** 16 / TANH_TABLE.length
  let error = 0
  for (let first = -(2 ** 15); first < 2 ** 15; first += cell) {
    const value = tableValue(name, first) * FRACTION
    const ends = [first, first + cell].map((y) => real(y * shape.argumentUnit))
    if (first === -(2 ** 15)) ends.push(shape.low)
    if (first + cell === 2 ** 15) ends.push(shape.high)
    for (const end of ends) error = Math.max(error, Math.abs(value - end))
  }
  return { name, ...shape, error }
}
