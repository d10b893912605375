import { evaluateNode } from '../graph/evaluate-node.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import { type PathNode, refuse } from './path.js'

/**
 * A piece of the path in which every element goes through its own function: what lies between two layers.
 *
 * Evaluating it runs the source nodes themselves, so whatever is concluded from it holds for the reference.
 */
export class Segment {
  readonly #values: Map<string, Tensor>

  /**
   * @param input - name of the tensor that enters
   * @param shape - its shape
   */
  constructor(
    readonly nodes: readonly PathNode[],
    readonly input: string,
    readonly shape: readonly number[],
    constants: ReadonlyMap<string, Tensor>,
  ) {
    this.#values = new Map(constants)
    for (const { node, kind } of nodes) {
      if (kind === 'linear' || kind === 'head') throw refuse(node, 'it may not stand between two layers')
    }
  }

  /** Name of the tensor that leaves. */
  get output(): string {
    return this.nodes.at(-1)?.node.outputs[0] ?? this.input
  }

  /** Evaluates the nodes. */
  run(data: Float64Array): Tensor {
    this.#values.set(this.input, { shape: this.shape, data })
    for (const { node } of this.nodes) evaluateNode(node, this.#values)
    return this.#values.get(this.output)!
  }

  /**
   * Where the elements go: entry i is the number of the entering element at position i of the result.
   *
   * @throws UnsupportedError when elements are dropped, repeated or broadcast
   */
  order(): Int32Array {
    let index: Tensor = { shape: this.shape, data: Float64Array.from(this.#positions()) }
    const values = new Map(this.#values)
    this.run(new Float64Array(elementCount(this.shape)))
    for (const { node, kind } of this.nodes) {
      const shape = this.#values.get(node.outputs[0])!.shape
      if (kind === 'move') {
        values.set(node.inputs[0], index)
        evaluateNode(node, values)
        index = values.get(node.outputs[0])!
      }
      if (elementCount(shape) !== index.data.length || new Set(index.data).size !== this.#count) {
        throw refuse(node, 'it drops, repeats or broadcasts elements')
      }
      index = { shape, data: index.data }
    }
    return Int32Array.from(index.data)
  }

  /**
   * The values that the result can have: the levels of the last quantiser, through the nodes behind it.
   *
   * @returns ascending values, or undefined when there is no quantiser
   */
  levelValues(): number[] | undefined {
    const last = this.nodes.findLastIndex(({ kind }) => kind === 'quantiser')
    if (last < 0) return undefined
    const { node } = this.nodes[last]
    const behind = this.nodes.slice(last + 1)
    this.run(new Float64Array(elementCount(this.shape)))
    const { shape } = this.#values.get(node.outputs[0])!
    const results = quantiserLevels(node, this.#values).map((level) => {
      const rest = new Segment(behind, node.outputs[0], shape, this.#values)
      const { data } = rest.run(new Float64Array(elementCount(shape)).fill(level))
      if (data.some((value) => value !== data[0])) {
        throw refuse(node, 'its levels are scaled differently in different channels')
      }
      return data[0]
    })
    return [...new Set(results)].sort((a, b) => a - b)
  }

  get #count(): number {
    return elementCount(this.shape)
  }

  *#positions(): Generator<number> {
    for (let i = 0; i < this.#count; i++) yield i
  }
}

function quantiserLevels(node: PathNode['node'], values: ReadonlyMap<string, Tensor>): number[] {
  const operator = findOperator(node)
  if (typeof operator === 'string' || !('levels' in operator)) throw refuse(node, 'it has no levels')
  const levels = operator.levels as (n: typeof node, inputs: readonly (Tensor | undefined)[]) => number[]
  try {
    return levels(
      node,
      node.inputs.map((name) => values.get(name)),
    )
  } catch (cause) {
    if (cause instanceof RangeError) throw refuse(node, cause.message)
    throw cause
  }
}
