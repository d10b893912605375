import { elementCount, strides, type Tensor } from '../../graph/tensor.js'
import { TENSOR_TYPE, type TfliteTensor } from './schema.js'

type Reader = readonly [bytes: number, read: (view: DataView, at: number) => number]

const READERS = new Map<number, Reader>([
  [TENSOR_TYPE.float32, [4, (v, at) => v.getFloat32(at, true)]],
  [TENSOR_TYPE.float16, [2, (v, at) => halfFloat(v.getUint16(at, true))]],
  [TENSOR_TYPE.int32, [4, (v, at) => v.getInt32(at, true)]],
  [TENSOR_TYPE.uint8, [1, (v, at) => v.getUint8(at)]],
  [TENSOR_TYPE.int64, [8, (v, at) => Number(v.getBigInt64(at, true))]],
  [TENSOR_TYPE.bool, [1, (v, at) => v.getUint8(at)]],
  [TENSOR_TYPE.int16, [2, (v, at) => v.getInt16(at, true)]],
  [TENSOR_TYPE.int8, [1, (v, at) => v.getInt8(at)]],
])

/** The elements of a constant as they are stored; RangeError when there are more or fewer than its shape needs. */
export function storedConstant({ bytes, shape, type, name }: TfliteTensor): Tensor {
  const reader = READERS.get(type)
  if (bytes === undefined) throw new RangeError(`operand "${name}" is computed, not constant`)
  if (reader === undefined) throw new RangeError(`element type ${type} of "${name}" is not read`)
  const [size, read] = reader
  const count = elementCount(shape)
  if (shape.some((axis) => axis < 0) || bytes.length !== count * size) {
    throw new RangeError(`"${name}" holds ${bytes.length} bytes, its shape needs ${count * size}`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { shape, data: Float64Array.from({ length: count }, (_, i) => read(view, i * size)) }
}

/** The real values of a constant: scale × (stored − zero point) when it is quantised. */
export function realConstant(constant: TfliteTensor): Tensor {
  const stored = storedConstant(constant)
  const { quantisation } = constant
  if (quantisation === undefined) return stored
  const { scales, zeroPoints, axis } = quantisation
  const step = strides(stored.shape)[axis] ?? 1
  const size = scales.length === 1 ? 1 : stored.shape[axis]
  if (scales.length !== size)
    throw new RangeError(`"${constant.name}" has ${scales.length} scales for ${size} channels`)
  const data = stored.data.map((q, i) => {
    const channel = Math.floor(i / step) % size
    return scales[channel] * (q - (zeroPoints[channel] ?? zeroPoints[0] ?? 0))
  })
  return { shape: stored.shape, data }
}

/** Value of an IEEE 754 half-precision number. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  const sign = bits & 0x8000 ? -1 : 1
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
