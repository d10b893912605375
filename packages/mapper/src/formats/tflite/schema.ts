import { FormatError } from '../format-error.js'
import { FlatFile, type FlatTable } from './flat-table.js'

/** Element types of tensors (schema.fbs, `TensorType`) that are read. */
export const TENSOR_TYPE = {
  float32: 0,
  float16: 1,
  int32: 2,
  uint8: 3,
  int64: 4,
  bool: 6,
  int16: 7,
  int8: 9,
} as const

/** Operators (schema.fbs, `BuiltinOperator`) that are read. */
export const BUILTIN = {
  ADD: 0,
  AVERAGE_POOL_2D: 1,
  CONCATENATION: 2,
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 4,
  DEQUANTIZE: 6,
  FULLY_CONNECTED: 9,
  LOGISTIC: 14,
  MAX_POOL_2D: 17,
  MUL: 18,
  RELU: 19,
  RELU_N1_TO_1: 20,
  RELU6: 21,
  RESHAPE: 22,
  SOFTMAX: 25,
  TANH: 28,
  PAD: 34,
  MEAN: 40,
  SUB: 41,
  DIV: 42,
  SQUEEZE: 43,
  PRELU: 54,
  PADV2: 60,
  LEAKY_RELU: 98,
  QUANTIZE: 114,
} as const

const CUSTOM = 32

/** Older files hold operator codes below this in one byte; later ones hold all in an `int`. */
const PLACEHOLDER = 127

const NAMES = new Map<number, string>(Object.entries(BUILTIN).map(([name, code]) => [code, name]))

/** Affine quantisation: real value = scale × (stored − zero point), one pair or one a channel. */
export interface Quantisation {
  readonly scales: readonly number[]
  readonly zeroPoints: readonly number[]
  readonly axis: number
}

export interface TfliteTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly type: number
  /** Content of a constant; undefined for a computed tensor. */
  readonly bytes: Uint8Array | undefined
  readonly quantisation: Quantisation | undefined
}

export interface TfliteOperator {
  /** `CONV_2D`, or the name of a custom operator. */
  readonly kind: string
  readonly custom: boolean
  /** Tensor numbers; −1 for an omitted operand. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly options: FlatTable | undefined
  readonly customOptions: Uint8Array | undefined
}

/** The main graph of a model. */
export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[]
  readonly operators: readonly TfliteOperator[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

/** Whether bytes begin as a TensorFlow Lite model does. */
export function isTflite(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && new TextDecoder('latin1').decode(bytes.subarray(4, 8)) === 'TFL3'
}

/**
 * Decodes a TensorFlow Lite model; field numbers are those of its public schema, version 3c.
 *
 * @throws FormatError when it is damaged
 */
export function decodeTflite(bytes: Uint8Array, where: string): TfliteModel {
  const root = new FlatFile(bytes, where).root()
  const fault = (why: string) => new FormatError('TensorFlow Lite model', where, why)
  const codes = root.tables(1).map(operatorCode)
  const buffers = root.tables(4)
  const [graph] = root.tables(2)
  if (graph === undefined) throw fault('it has no graph')
  const tensors = graph.tables(0).map((table): TfliteTensor => {
    const buffer = buffers[table.int32(2)]
    if (buffer === undefined) throw fault(`tensor "${table.text(3)}" has no buffer`)
    const content = buffer.byteVector(0)
    return {
      name: table.text(3),
      shape: table.int32s(0),
      type: table.int8(1),
      bytes: content?.length ? content : undefined,
      quantisation: quantisation(table.table(4)),
    }
  })
  const known = (numbers: readonly number[], omitted: number) => {
    const odd = numbers.find((i) => i < omitted || i >= tensors.length)
    if (odd !== undefined) throw fault(`there is no tensor ${odd}`)
    return numbers
  }
  const operators = graph.tables(3).map((table): TfliteOperator => {
    const code = codes[table.int32(0)]
    if (code === undefined) throw fault(`operator code ${table.int32(0)} is not defined`)
    const [inputs, outputs] = [known(table.int32s(1), -1), known(table.int32s(2), 0)]
    return { ...code, inputs, outputs, options: table.table(4), customOptions: table.byteVector(5) }
  })
  return { tensors, operators, inputs: known(graph.int32s(1), 0), outputs: known(graph.int32s(2), 0) }
}

function operatorCode(table: FlatTable): Pick<TfliteOperator, 'kind' | 'custom'> {
  const short = table.int8(0)
  const code = short < PLACEHOLDER ? Math.max(short, table.int32(3)) : table.int32(3)
  if (code === CUSTOM) return { kind: table.text(1), custom: true }
  return { kind: NAMES.get(code) ?? `operator ${code}`, custom: false }
}

function quantisation(table: FlatTable | undefined): Quantisation | undefined {
  const scales = table?.float32s(2) ?? []
  if (table === undefined || scales.length === 0) return undefined
  return { scales, zeroPoints: table.int64s(3), axis: table.int32(6) }
}
