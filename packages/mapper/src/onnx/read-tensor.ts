import { OnnxFormatError } from '../errors.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import type { TensorProto } from './schema.js'

/** How elements of one ONNX type are stored. */
interface ElementType {
  readonly name: string
  readonly bytes: number
  readonly read: (view: DataView, offset: number) => number
  /** The typed field that holds them when `raw_data` does not. */
  readonly field: 'floatData' | 'doubleData' | 'int32Data' | 'int64Data' | 'uint64Data'
}

/** Element types by their ONNX number. */
const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  1: { name: 'float', bytes: 4, read: (v, o) => v.getFloat32(o, true), field: 'floatData' },
  2: { name: 'uint8', bytes: 1, read: (v, o) => v.getUint8(o), field: 'int32Data' },
  3: { name: 'int8', bytes: 1, read: (v, o) => v.getInt8(o), field: 'int32Data' },
  4: { name: 'uint16', bytes: 2, read: (v, o) => v.getUint16(o, true), field: 'int32Data' },
  5: { name: 'int16', bytes: 2, read: (v, o) => v.getInt16(o, true), field: 'int32Data' },
  6: { name: 'int32', bytes: 4, read: (v, o) => v.getInt32(o, true), field: 'int32Data' },
  7: { name: 'int64', bytes: 8, read: (v, o) => Number(v.getBigInt64(o, true)), field: 'int64Data' },
  9: { name: 'bool', bytes: 1, read: (v, o) => v.getUint8(o), field: 'int32Data' },
  11: { name: 'double', bytes: 8, read: (v, o) => v.getFloat64(o, true), field: 'doubleData' },
  12: { name: 'uint32', bytes: 4, read: (v, o) => v.getUint32(o, true), field: 'uint64Data' },
  13: { name: 'uint64', bytes: 8, read: (v, o) => Number(v.getBigUint64(o, true)), field: 'uint64Data' },
}

/** Element types of which two share a byte, the first in its low half, and how one is read from the top of 32 bits. */
const HALF_BYTE_TYPES: Readonly<Record<number, (shifted: number) => number>> = {
  21: (shifted) => shifted >>> 28,
  22: (shifted) => shifted >> 28,
}

/** Largest integer type that an input may have and still be called integer pixels. */
const INTEGER_TYPES = new Set([2, 3, 4, 5, 6, 7, 12, 13, 21, 22])

const EXTERNAL = 1

/** Whether an ONNX element type holds integers. */
export function isIntegerType(elementType: number): boolean {
  return INTEGER_TYPES.has(elementType)
}

/**
 * Reads an initialiser, from `raw_data` or from its typed field.
 *
 * @throws OnnxFormatError for external data, unknown types and wrong lengths
 */
export function readTensor(proto: TensorProto, where: string): Tensor {
  const fault = (why: string) => new OnnxFormatError(`${where}, tensor "${proto.name}"`, why)
  if (proto.dataLocation === EXTERNAL) throw fault('its data lies in another file')
  const half = HALF_BYTE_TYPES[proto.dataType]
  if (half !== undefined) return readHalfBytes(proto, half, fault)
  const type = ELEMENT_TYPES[proto.dataType]
  if (type === undefined) throw fault(`element type ${proto.dataType} is not supported`)
  const count = elementCount(proto.dims)
  const { rawData } = proto
  const raw = rawData.length > 0
  const got = raw ? rawData.length / type.bytes : proto[type.field].length
  if (got !== count) throw fault(`it holds ${got} values of type ${type.name}, its shape needs ${count}`)
  if (!raw) return { shape: proto.dims, data: Float64Array.from(proto[type.field]) }
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength)
  const data = new Float64Array(count)
  for (let i = 0; i < count; i++) data[i] = type.read(view, i * type.bytes)
  return { shape: proto.dims, data }
}

function readHalfBytes(
  { dims, rawData, int32Data }: TensorProto,
  read: (shifted: number) => number,
  fault: (why: string) => OnnxFormatError,
): Tensor {
  const count = elementCount(dims)
  const bytes = rawData.length > 0 ? rawData : int32Data
  if (bytes.length !== Math.ceil(count / 2))
    throw fault(`it holds ${bytes.length} pairs of 4-bit values, its shape needs ${Math.ceil(count / 2)}`)
  return {
    shape: dims,
    data: Float64Array.from({ length: count }, (_, i) => read(bytes[i >> 1] << (i % 2 ? 24 : 28))),
  }
}
