import type { AttributeValue, SourceGraph, SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'

export const QONNX_DOMAIN = 'qonnx.custom_op.general'

/** Operators outside the ONNX domain that readers of other formats use. */
const QONNX_OPERATORS = new Set(['BipolarQuant', 'Quant', 'MultiThreshold'])

/** Collects the nodes and constants of a graph that some other format describes. */
export class GraphBuilder {
  readonly #nodes: SourceNode[] = []
  readonly #constants = new Map<string, Tensor>()
  readonly #names = new Set<string>()

  /** @param name - name of the network, for errors */
  constructor(readonly name: string) {}

  /** Claims a tensor's name; a number is appended when it is taken. */
  claim(name: string): string {
    let free = name
    for (let n = 2; this.#names.has(free); n++) free = `${name}_${n}`
    this.#names.add(free)
    return free
  }

  /** Adds a constant; returns its name. */
  constant(name: string, value: Tensor): string {
    const free = this.claim(name)
    this.#constants.set(free, value)
    return free
  }

  /** Adds a node called `name`; returns its only result, of the same name. */
  node(
    operator: string,
    name: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    const output = this.claim(name)
    const domain = QONNX_OPERATORS.has(operator) ? QONNX_DOMAIN : ''
    const entries = new Map(Object.entries(attributes))
    this.#nodes.push({ name: output, operator, domain, inputs, outputs: [output], attributes: entries })
    return output
  }

  /** The graph of all nodes so far. */
  finish(input: SourceGraph['input'], outputs: readonly string[]): SourceGraph {
    return {
      name: this.name,
      nodes: [...this.#nodes],
      constants: new Map(this.#constants),
      input,
      outputs: [...outputs],
    }
  }
}
