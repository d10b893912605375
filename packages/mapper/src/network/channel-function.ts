import { evaluateNode } from '../graph/evaluate-node.js'
import type { Tensor } from '../graph/tensor.js'
import type { Quantiser } from '../operators/quantiser.js'
import { findOperator } from '../operators/table.js'
import { type Classes, collapse, tableNode } from './collapse.js'
import { quantiserLevels } from './quantiser-levels.js'
import type { Step } from './table-step.js'
import { channelCount, operandsOf, type StepValue, type Value } from './value.js'

/** Results of one evaluation, `[points, classes]` row-major, by value. */
export type Results = Map<Value, Float64Array>

interface Scope {
  readonly results: Results
  /** Results that were known beforehand. */
  readonly given: Results
}

/**
 * A value as a function of each channel's sum.
 *
 * Evaluating it runs the source nodes themselves, on tables of one line a point and one column a channel; so whatever
 * is concluded from it holds for the reference.
 */
export class ChannelFunction {
  readonly #steps = new Map<StepValue, Step>()

  /**
   * @param classes - elements that share a function; the channels unless told otherwise
   * @throws UnsupportedError when a node treats the pixels of a channel differently
   */
  constructor(
    readonly value: Value,
    readonly constants: ReadonlyMap<string, Tensor>,
    readonly classes: Classes | undefined = undefined,
  ) {
    this.#prepare(value)
  }

  /** Columns of its tables. */
  get channels(): number {
    return this.#classesOf(this.value).count
  }

  /**
   * Evaluates some points.
   *
   * @param points - `[points, classes]`: what each base channel holds
   * @param given - results that are known beforehand, and are used instead
   */
  run(points: Float64Array, given: Results = new Map()): Results {
    const results = new Map(given)
    this.#run(this.value, points, points.length / this.channels, { results, given })
    return results
  }

  /** Results of the whole function at some points. */
  at(points: Float64Array): Float64Array {
    return this.run(points).get(this.value)!
  }

  /** Whether every column goes through a quantiser, so that it has codes for any real sum. */
  isQuantised(value: Value = this.value): boolean {
    if (value.kind === 'step') {
      const operator = findOperator(value.node)
      if (typeof operator !== 'string' && operator.kind === 'quantiser') return true
    }
    const operands = operandsOf(value)
    return operands.length > 0 && operands.every((operand) => this.isQuantised(operand))
  }

  /** Values that each column can have, ascending, where a quantiser or the sums say so. */
  levels(value: Value = this.value): readonly (readonly number[])[] | undefined {
    switch (value.kind) {
      case 'base': {
        const { levels } = value
        return levels && Array.from({ length: this.#classesOf(value).count }, () => levels)
      }
      case 'join': {
        const parts = value.parts.map((part) => this.levels(part))
        return parts.includes(undefined) ? undefined : parts.flatMap((part) => part!)
      }
      case 'step':
        return this.#stepLevels(value)
      default:
        return this.levels(value.from)
    }
  }

  #classesOf(value: Value): Classes {
    const { pixels } = value.layout
    return this.classes ?? { count: channelCount(value), of: (id) => Math.floor(id / pixels) }
  }

  #prepare(value: Value): void {
    for (const operand of operandsOf(value)) this.#prepare(operand)
    if (value.kind !== 'step' || this.#steps.has(value)) return
    const { node, operands } = value
    const [from] = operandsOf(value)
    const classes = this.#classesOf(from)
    const constants = node.inputs.flatMap((name, i) => {
      const constant = operands[i] === undefined ? this.constants.get(name) : undefined
      if (constant === undefined) return []
      return [[name, collapse(node, i, constant, from.layout, classes)] as const]
    })
    this.#steps.set(value, { node: tableNode(node), constants, classes: classes.count })
  }

  #run(value: Value, points: Float64Array, count: number, scope: Scope): Float64Array {
    const known = scope.results.get(value)
    if (known !== undefined) return known
    const result = this.#compute(value, points, count, scope)
    scope.results.set(value, result)
    return result
  }

  #compute(value: Value, points: Float64Array, count: number, scope: Scope): Float64Array {
    switch (value.kind) {
      case 'base':
        return points
      case 'step': {
        const tables = value.operands.map((operand) => operand && this.#run(operand, points, count, scope))
        return this.#step(value, tables, count)
      }
      case 'join':
        return this.#join(value.parts, points, count, scope)
      default:
        return this.#run(value.from, points, count, scope)
    }
  }

  #step(value: StepValue, tables: readonly (Float64Array | undefined)[], count: number): Float64Array {
    const { node, constants, classes } = this.#steps.get(value)!
    const values = new Map<string, Tensor>(constants)
    for (const [i, data] of tables.entries()) {
      if (data) values.set(node.inputs[i], { shape: [count, classes], data })
    }
    evaluateNode(node, values)
    return values.get(node.outputs[0])!.data
  }

  /** Each part gets its columns of the points; the same value may be a part twice. */
  #join(parts: readonly Value[], points: Float64Array, count: number, scope: Scope): Float64Array {
    const columns = points.length / count
    const data = new Float64Array(points.length)
    let first = 0
    for (const part of parts) {
      const width = channelCount(part)
      const own = new Float64Array(count * width)
      for (let p = 0; p < count; p++) {
        own.set(points.subarray(p * columns + first, p * columns + first + width), p * width)
      }
      const results = new Map(scope.given)
      const result = this.#run(part, own, count, { ...scope, results })
      for (const [value, data] of results) scope.results.set(value, data)
      for (let p = 0; p < count; p++) {
        data.set(result.subarray(p * width, (p + 1) * width), p * columns + first)
      }
      first += width
    }
    return data
  }

  #stepLevels(value: StepValue): readonly (readonly number[])[] | undefined {
    const operator = findOperator(value.node)
    if (typeof operator !== 'string' && operator.kind === 'quantiser') {
      return quantiserLevels(operator as Quantiser, this.#steps.get(value)!)
    }
    const computed = operandsOf(value)
    const before = computed.length === 1 ? this.levels(computed[0]) : undefined
    if (before === undefined) return undefined
    const { classes } = this.#steps.get(value)!
    const count = before.reduce((max, list) => Math.max(max, list.length), 0)
    const table = new Float64Array(count * classes)
    for (let p = 0; p < count; p++) {
      for (let c = 0; c < classes; c++) table[p * classes + c] = before[c][Math.min(p, before[c].length - 1)]
    }
    const results = this.#step(
      value,
      value.operands.map((operand) => operand && table),
      count,
    )
    return before.map((_, c) => ascending(Array.from({ length: count }, (_, p) => results[p * classes + c])))
  }
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}
