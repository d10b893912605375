import { UnsupportedError, type UnsupportedNode } from '../../errors.js'
import type { SourceGraph } from '../../graph/source-graph.js'
import { FormatError } from '../format-error.js'
import { GraphBuilder } from '../graph-builder.js'
import { inputMap, type Value } from '../tensorflow/value.js'
import { BUILTIN_OPERATORS } from './builtin-operators.js'
import { LCE_OPERATORS } from './lce-operators.js'
import { type OperatorReader, OperatorUse } from './operator-use.js'
import { dequantiseInput } from './quantisation.js'
import {
  decodeTflite,
  TENSOR_TYPE,
  type TfliteModel,
  type TfliteOperator,
  type TfliteTensor,
} from './schema.js'

export { isTflite } from './schema.js'

/** A model as a graph, and whether it takes bytes as they are. */
export interface TfliteGraph {
  readonly graph: SourceGraph
  readonly saysScaling: boolean
}

/** Operators that keep the numbers of 8-bit tensors as they are, so that no 8-bit arithmetic is needed. */
const MOVING = new Set([
  'QUANTIZE',
  'DEQUANTIZE',
  'LceQuantize',
  'LceBconv2d',
  'MAX_POOL_2D',
  'RESHAPE',
  'SQUEEZE',
  'PAD',
])

/**
 * Reads a TensorFlow Lite model, with the operators of Larq Compute Engine.
 *
 * @throws FormatError, UnsupportedError
 */
export function tfliteGraph(bytes: Uint8Array, name: string): TfliteGraph {
  const model = decodeTflite(bytes, name)
  const fault = (why: string) => new FormatError('TensorFlow Lite model', name, why)
  refuseUnknown(model)
  if (model.inputs.length !== 1) throw fault(`one input is needed, the model has ${model.inputs.length}`)
  if (model.outputs.length !== 1) throw fault(`one output is needed, the model has ${model.outputs.length}`)
  const b = new GraphBuilder(name)
  const tensors = [...model.tensors]
  const values = new Map<number, Value>()
  const start = inputValue(b, tensors[model.inputs[0]], fault)
  values.set(model.inputs[0], start.value)
  for (const [position, operator] of model.operators.entries()) {
    const [output] = operator.outputs
    if (operator.outputs.length !== 1)
      throw fault(`${operator.kind} has ${operator.outputs.length} results, not 1`)
    const source = tensors[operator.inputs[0] ?? -1]
    if (operator.kind === 'DEQUANTIZE' && source?.bytes !== undefined) {
      tensors[output] = source
      continue
    }
    const label = tensors[output].name || `operator${position}`
    try {
      requireReal(operator, tensors)
      const use = new OperatorUse(b, label, operator, tensors[output], tensors, values)
      values.set(output, readerOf(operator)!(use))
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      throw fault(`${operator.kind} "${label}": ${cause.message}`)
    }
  }
  const result = values.get(model.outputs[0])
  if (result === undefined) throw fault('no operator makes its output')
  return { graph: b.finish(start.input, [result.tensor]), saysScaling: start.input.integer }
}

/** The input; bytes of a `uint8` input become the real values that they stand for. */
function inputValue(
  b: GraphBuilder,
  tensor: TfliteTensor,
  fault: (why: string) => FormatError,
): { readonly value: Value; readonly input: SourceGraph['input'] } {
  const { name, type, shape: batched } = tensor
  const [batch, ...shape] = batched
  if (type !== TENSOR_TYPE.float32 && type !== TENSOR_TYPE.uint8) {
    throw fault(`input "${name}" has element type ${type}; float32 and uint8 are read`)
  }
  if (batch !== 1 || shape.length < 1 || shape.length > 3 || shape.some((size) => size < 1)) {
    throw fault(`input "${name}" has shape ${batched.join('×')}; a batch of 1 and 1 to 3 axes are read`)
  }
  try {
    const { input, value } = inputMap(b, name || 'input', shape)
    const integer = type === TENSOR_TYPE.uint8
    const real = integer ? dequantiseInput(b, value, input, tensor) : value
    return { value: real, input: { name: input, shape: [1, ...shape], integer } }
  } catch (cause) {
    throw cause instanceof RangeError ? fault(`input "${name}": ${cause.message}`) : cause
  }
}

function readerOf({ kind, custom }: TfliteOperator): OperatorReader | undefined {
  const readers: Readonly<Record<string, OperatorReader>> = custom ? LCE_OPERATORS : BUILTIN_OPERATORS
  return Object.hasOwn(readers, kind) ? readers[kind] : undefined
}

/** Arithmetic on 8-bit tensors rounds in between; it is not what the same operators do to real numbers. */
function requireReal({ kind, inputs, outputs }: TfliteOperator, tensors: readonly TfliteTensor[]): void {
  if (MOVING.has(kind)) return
  const computed = [...inputs.filter((i) => i >= 0 && tensors[i].bytes === undefined), ...outputs]
  const types: readonly number[] = [TENSOR_TYPE.int8, TENSOR_TYPE.uint8, TENSOR_TYPE.int16]
  if (computed.some((i) => types.includes(tensors[i].type))) {
    throw new RangeError(
      'arithmetic on 8- or 16-bit tensors is not read; convert the model without full quantisation',
    )
  }
}

function refuseUnknown({ operators, tensors }: TfliteModel): void {
  const unknown: UnsupportedNode[] = operators
    .filter((operator) => readerOf(operator) === undefined)
    .map(({ kind, outputs }) => ({
      node: `${kind} "${tensors[outputs[0]]?.name ?? ''}"`,
      reason: 'unknown operator of a TensorFlow Lite model',
    }))
  if (unknown.length > 0) throw new UnsupportedError(unknown)
}
