import { elementCount } from '../graph/tensor.js'
import { type DataArray, dataFileError, readElements } from './data-array.js'

/** Element types of IDX by their code; big endian. */
const TYPES: Readonly<Record<number, { size: number; read: (view: DataView, at: number) => number }>> = {
  8: { size: 1, read: (v, at) => v.getUint8(at) },
  9: { size: 1, read: (v, at) => v.getInt8(at) },
  11: { size: 2, read: (v, at) => v.getInt16(at) },
  12: { size: 4, read: (v, at) => v.getInt32(at) },
  13: { size: 4, read: (v, at) => v.getFloat32(at) },
  14: { size: 8, read: (v, at) => v.getFloat64(at) },
}

const UNSIGNED_BYTE = 8

/** Whether bytes begin as an IDX file does: two zeros, a type, a number of axes. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] in TYPES && bytes[3] > 0
}

/** Whether bytes are an IDX file of just the length that its header asks for. */
export function isWholeIdx(bytes: Uint8Array): boolean {
  return isIdx(bytes) && bytes.length === sizesOf(bytes)?.bytes
}

/** What the header says; undefined when it is cut off. */
function sizesOf(bytes: Uint8Array) {
  const offset = 4 + 4 * bytes[3]
  if (bytes.length < offset) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shape = Array.from({ length: bytes[3] }, (_, axis) => view.getUint32(4 + 4 * axis))
  const count = elementCount(shape)
  return { offset, shape, count, bytes: offset + count * TYPES[bytes[2]].size }
}

/**
 * Reads an IDX file, the format of MNIST.
 *
 * @param where - name of the file, for the error
 * @throws DataError when it is no IDX file or has another length than its header says
 */
export function readIdx(bytes: Uint8Array, where: string): DataArray {
  if (!isIdx(bytes)) throw dataFileError(where, 'this is no IDX file')
  const type = TYPES[bytes[2]]
  const sizes = sizesOf(bytes)
  if (sizes === undefined) throw dataFileError(where, `it is truncated: ${bytes.length} bytes`)
  const { offset, shape, count, bytes: expected } = sizes
  if (bytes.length !== expected) {
    throw dataFileError(where, `it has ${bytes.length} bytes, its header asks for ${expected}`)
  }
  if (bytes[2] === UNSIGNED_BYTE) return { shape, data: bytes.subarray(offset) }
  return { shape, data: readElements(bytes, offset, count, type.size, type.read) }
}
