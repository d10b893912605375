import type { AttributeValue, SourceNode } from './source-graph.js'
import type { Tensor } from './tensor.js'

/** Collects the nodes and constants that take the place of one node of a graph. */
export class NodeWriter {
  readonly nodes: SourceNode[] = []
  readonly constants = new Map<string, Tensor>()
  readonly #once = new Map<string, string>()

  /**
   * @param name - in front of each node's name
   * @param prefix - in front of each tensor's name; that of a tensor of the graph, so that no other has it
   */
  constructor(
    readonly name: string,
    readonly prefix: string,
  ) {}

  /** Adds a constant; returns its name. */
  constant(part: string, value: Tensor): string {
    const tensor = `${this.prefix}/${part}`
    this.constants.set(tensor, value)
    return tensor
  }

  /**
   * Adds a node of the ONNX domain.
   *
   * @param part - what it is, and what its tensor is called
   * @param place - in front of the tensor's name, where several nodes are the same part
   * @returns the name of its only result
   */
  node(
    operator: string,
    part: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    place = '',
  ): string {
    const tensor = `${this.prefix}/${place}${part}`
    this.put(operator, part, inputs, tensor, attributes)
    return tensor
  }

  /** The same for a node that is made once, however often it is asked for. */
  once(
    operator: string,
    part: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    if (!this.#once.has(part)) this.#once.set(part, this.node(operator, part, inputs, attributes))
    return this.#once.get(part)!
  }

  /** Adds a node whose result has a name already. */
  put(
    operator: string,
    part: string,
    inputs: readonly string[],
    result: string,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): void {
    this.nodes.push({
      name: `${this.name}/${part}`,
      operator,
      domain: '',
      inputs,
      outputs: [result],
      attributes: new Map(Object.entries(attributes)),
    })
  }
}
