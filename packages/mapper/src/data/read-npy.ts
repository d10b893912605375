import { elementCount } from '../graph/tensor.js'
import { type DataArray, dataFileError, readElements } from './data-array.js'

type Reader = (view: DataView, at: number, little: boolean) => number

/** Element types of NPY by kind and size. */
const TYPES: Readonly<Record<string, Reader>> = {
  b1: (v, at) => v.getUint8(at),
  u1: (v, at) => v.getUint8(at),
  u2: (v, at, little) => v.getUint16(at, little),
  u4: (v, at, little) => v.getUint32(at, little),
  u8: (v, at, little) => Number(v.getBigUint64(at, little)),
  i1: (v, at) => v.getInt8(at),
  i2: (v, at, little) => v.getInt16(at, little),
  i4: (v, at, little) => v.getInt32(at, little),
  i8: (v, at, little) => Number(v.getBigInt64(at, little)),
  f4: (v, at, little) => v.getFloat32(at, little),
  f8: (v, at, little) => v.getFloat64(at, little),
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** Whether bytes begin as an NPY file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte)
}

/**
 * Reads an NPY file, versions 1 to 3.
 *
 * @param where - name of the file, for the error
 * @throws DataError when it is no NPY file, is damaged, is in Fortran order or holds another type
 */
export function readNpy(bytes: Uint8Array, where: string): DataArray {
  if (!isNpy(bytes) || bytes.length < 12) throw dataFileError(where, 'this is no .npy file')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const long = bytes[6] > 1
  const start = long ? 12 : 10
  const offset = start + (long ? view.getUint32(8, true) : view.getUint16(8, true))
  if (offset > bytes.length) throw dataFileError(where, `it is truncated: ${bytes.length} bytes`)
  const header = new TextDecoder().decode(bytes.subarray(start, offset))
  const [, order, kind] = /'descr':\s*'([<>|=])(\w\d)'/.exec(header) ?? []
  const sizes = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1]
  const read = TYPES[kind]
  if (read === undefined || sizes === undefined) {
    throw dataFileError(where, `its header is not understood: ${header.trim()}`)
  }
  if (/'fortran_order':\s*True/.test(header)) throw dataFileError(where, 'it is in Fortran order')
  const shape = (sizes.match(/\d+/g) ?? []).map(Number)
  const count = elementCount(shape)
  const size = Number(kind[1])
  if (bytes.length !== offset + count * size) {
    throw dataFileError(where, `it has ${bytes.length} bytes, its header asks for ${offset + count * size}`)
  }
  if (kind === 'u1') return { shape, data: bytes.subarray(offset) }
  return { shape, data: readElements(bytes, offset, count, size, (v, at) => read(v, at, order !== '>')) }
}
