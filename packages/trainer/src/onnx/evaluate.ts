import { decodeOnnx } from './decode-onnx.js'
import { ELEMENT, type OnnxNode, type OnnxTensor } from './model.js'
import type { Operator } from './operator.js'
import { ARITHMETIC } from './operators/arithmetic.js'
import { LINEAR } from './operators/linear.js'
import { MAPS } from './operators/maps.js'
import { SHAPES } from './operators/shapes.js'
import { unreadable } from './unreadable.js'
import { sizeOf, type Value } from './value.js'

const OPERATORS: Readonly<Record<string, Operator>> = { ...ARITHMETIC, ...LINEAR, ...MAPS, ...SHAPES }

/** A network as its file says it, to be run on images. */
export type OnnxProgram = (input: Value) => Value

/**
 * Prepares a file that the trainer wrote: runs node by node in float64 on the float32 values that the file holds.
 *
 * What depends on no input is computed once.
 */
export function prepareOnnx(bytes: Uint8Array): OnnxProgram {
  const { graph } = decodeOnnx(bytes)
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name, tensorValue(tensor)]))
  const nodes = graph.node.filter((node) => {
    if (!node.input.every((name) => constants.has(name))) return true
    run(node, constants)
    return false
  })
  const [input] = graph.input
  const [output] = graph.output
  return (value) => {
    const values = new Map(constants).set(input.name, value)
    for (const node of nodes) run(node, values)
    return values.get(output.name)!
  }
}

/** Values of an initializer. */
export function tensorValue({ dims, data_type, raw_data }: OnnxTensor): Value {
  const { buffer } = Uint8Array.from(raw_data)
  if (data_type === ELEMENT.int64)
    return { shape: dims, data: Float64Array.from(new BigInt64Array(buffer), Number) }
  if (data_type === ELEMENT.int4) {
    const bytes = new Uint8Array(buffer)
    const data = Float64Array.from(
      { length: sizeOf(dims) },
      (_, i) => (bytes[i >> 1] << (i % 2 ? 24 : 28)) >> 28,
    )
    return { shape: dims, data }
  }
  const data = data_type === ELEMENT.int8 ? new Int8Array(buffer) : new Float32Array(buffer)
  return { shape: dims, data: Float64Array.from(data) }
}

function run(node: OnnxNode, values: Map<string, Value>): void {
  const operator = OPERATORS[node.op_type]
  if (operator === undefined) throw unreadable(node, `no operator ${node.op_type}`)
  const outputs = operator(
    node,
    node.input.map((name) => values.get(name)!),
  )
  for (const [i, name] of node.output.entries()) values.set(name, outputs[i])
}
