import { ATTRIBUTE, ELEMENT, type OnnxAttribute, type OnnxNode, type OnnxTensor } from './model.js'

/** Domain of BipolarQuant and Quant. */
export const QONNX_DOMAIN = 'qonnx.custom_op.general'

const QONNX_OPERATORS: ReadonlySet<string> = new Set(['BipolarQuant', 'Quant'])

/** Gathers the nodes and initializers of a graph. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly initializers: OnnxTensor[] = []

  /** Adds a node with one output and returns the output's name. */
  addNode(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: readonly OnnxAttribute[] = [],
  ): string {
    this.nodes.push({
      input: inputs,
      output: [output],
      name: `${operator}_${this.nodes.length}`,
      op_type: operator,
      attribute: attributes,
      domain: QONNX_OPERATORS.has(operator) ? QONNX_DOMAIN : '',
    })
    return output
  }

  addFloats(name: string, dims: readonly number[], values: ArrayLike<number>): string {
    const bytes = new Uint8Array(values.length * 4)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i], true)
    return this.#add({ dims, data_type: ELEMENT.float, name, raw_data: bytes })
  }

  addInt8(name: string, dims: readonly number[], values: Int8Array): string {
    return this.#add({ dims, data_type: ELEMENT.int8, name, raw_data: Uint8Array.from(values) })
  }

  /** Adds values in -8..7, two a byte. */
  addInt4(name: string, dims: readonly number[], values: Int8Array): string {
    const bytes = new Uint8Array(Math.ceil(values.length / 2))
    for (const [i, value] of values.entries()) bytes[i >> 1] |= (value & 15) << (i % 2 ? 4 : 0)
    return this.#add({ dims, data_type: ELEMENT.int4, name, raw_data: bytes })
  }

  /** Adds integers; a constant of that name that is already there serves again. */
  integers(name: string, dims: readonly number[], values: readonly number[]): string {
    if (this.#has(name)) return name
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    return this.#add({ dims, data_type: ELEMENT.int64, name, raw_data: bytes })
  }

  /** As `addFloats`, but a constant of that name that is already there serves again. */
  constant(name: string, dims: readonly number[], values: ArrayLike<number>): string {
    return this.#has(name) ? name : this.addFloats(name, dims, values)
  }

  #has(name: string): boolean {
    return this.initializers.some((tensor) => tensor.name === name)
  }

  #add(tensor: OnnxTensor): string {
    this.initializers.push(tensor)
    return tensor.name
  }
}

export function intAttribute(name: string, value: number): OnnxAttribute {
  return { name, type: ATTRIBUTE.int, i: value }
}

export function intsAttribute(name: string, values: readonly number[]): OnnxAttribute {
  return { name, type: ATTRIBUTE.ints, ints: values }
}

export function floatAttribute(name: string, value: number): OnnxAttribute {
  return { name, type: ATTRIBUTE.float, f: value }
}

export function stringAttribute(name: string, value: string): OnnxAttribute {
  return { name, type: ATTRIBUTE.string, s: new TextEncoder().encode(value) }
}

/** A float32 value of the graph's surface; a string is a free size. */
export function floatValue(name: string, shape: readonly (number | string)[]) {
  const dim = shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }))
  return { name, type: { tensor_type: { elem_type: ELEMENT.float, shape: { dim } } } }
}
