import type { FoldedGraph } from '../fold-constants.js'
import type { SourceGraph, SourceNode } from '../source-graph.js'
import { type Tensor, tensor } from '../tensor.js'
import { type OperandPart, partRule } from './part-rule.js'

/** Makes parts of computed tensors by layers of their own: of some outputs, or of some lines. */
export class PartMaker {
  /** Constants that it adds. */
  readonly constants = new Map<string, Tensor>()
  readonly #makers: ReadonlyMap<string, SourceNode>
  readonly #able = new Map<string, boolean>()
  /** Tensors that there are; one whose name says that it is a part is that part. */
  readonly #made: Set<string>

  constructor(
    graph: SourceGraph,
    readonly folded: FoldedGraph,
    /** Numbers of lists of places that are no range; of all makers of one graph. */
    readonly lists: Map<string, number>,
  ) {
    this.#makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
    this.#made = new Set(this.#makers.keys())
  }

  /** Whether layers can make any places of an axis of a tensor. */
  can(name: string, axis: number): boolean {
    const key = `${name} ${axis}`
    const known = this.#able.get(key)
    if (known !== undefined) return known
    const parts = this.#rule(name, axis)
    const node = this.#makers.get(name)
    const able =
      parts?.every((part, i) => {
        if (part === 'whole' || part.of === 'constant' || part.lines) return true
        return this.can(node!.inputs[i], part.axis)
      }) ?? false
    this.#able.set(key, able)
    return able
  }

  /**
   * Some places of an axis of a tensor.
   *
   * @param add - takes the nodes that make them, unless they have been made before
   * @returns the name of the tensor that holds them
   */
  make(name: string, axis: number, places: readonly number[], add: (node: SourceNode) => void): string {
    const label = this.#label(axis, places)
    const result = `${name} ${label}`
    if (this.#made.has(result)) return result
    this.#made.add(result)
    const node = this.#makers.get(name)!
    const parts = this.#rule(name, axis)!
    const inputs = node.inputs.map((input, i) => this.#operand(input, parts[i], places, add))
    add({ ...node, name: node.name && `${node.name} ${label}`, inputs, outputs: [result] })
    return result
  }

  #operand(
    name: string,
    part: OperandPart,
    places: readonly number[],
    add: (node: SourceNode) => void,
  ): string {
    if (part === 'whole') return name
    const { axis } = part
    if (part.of === 'computed' && this.can(name, axis)) return this.make(name, axis, places, add)
    const result = `${name} ${this.#label(axis, places)}`
    if (this.#made.has(result)) return result
    this.#made.add(result)
    const index = `${result}/places`
    this.constants.set(index, tensor(places))
    const attributes = new Map([['axis', axis]])
    add({ name: '', operator: 'Gather', domain: '', inputs: [name, index], outputs: [result], attributes })
    return result
  }

  /** What is behind the name of a tensor, and of a node, that is a part. */
  #label(axis: number, places: readonly number[]): string {
    const [first] = places
    if (places.every((place, i) => place === first + i)) return `[axis ${axis}: ${first}..${places.at(-1)}]`
    const list = places.join()
    const number = this.lists.get(list) ?? this.lists.size + 1
    this.lists.set(list, number)
    return `[axis ${axis}: list ${number}]`
  }

  #rule(name: string, axis: number): readonly OperandPart[] | undefined {
    const node = this.#makers.get(name)
    if (node === undefined || node.outputs.length > 1 || !this.folded.shapes.has(name)) return undefined
    return partRule(node, axis, this.folded)
  }
}
