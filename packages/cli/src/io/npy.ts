import { type ByteArray, elementsOf, formatShape } from './byte-array.js'
import { InputError } from './input-file.js'

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** Whether a file starts as a NumPy array file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte)
}

type Reader = (view: DataView, at: number) => number

/** Element types by the letter and size of NumPy's `descr`; little endian unless it starts with `>`. */
const TYPES: Readonly<Record<string, readonly [bytes: number, read: (little: boolean) => Reader]>> = {
  u1: [1, () => (view, at) => view.getUint8(at)],
  i1: [1, () => (view, at) => view.getInt8(at)],
  b1: [1, () => (view, at) => view.getUint8(at)],
  u2: [2, (little) => (view, at) => view.getUint16(at, little)],
  i2: [2, (little) => (view, at) => view.getInt16(at, little)],
  u4: [4, (little) => (view, at) => view.getUint32(at, little)],
  i4: [4, (little) => (view, at) => view.getInt32(at, little)],
  u8: [8, (little) => (view, at) => Number(view.getBigUint64(at, little))],
  i8: [8, (little) => (view, at) => Number(view.getBigInt64(at, little))],
  f4: [4, (little) => (view, at) => view.getFloat32(at, little)],
  f8: [8, (little) => (view, at) => view.getFloat64(at, little)],
}

/**
 * Reads a NumPy array file whose values are whole numbers in 0..255, of whatever type they are stored as.
 *
 * @throws InputError when the file is damaged, is in Fortran order or holds other values
 */
export function parseNpy(bytes: Uint8Array, where: string): ByteArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 10) throw fault(where, 'it ends inside its header')
  const wide = bytes[6] >= 2
  const start = wide ? 12 : 10
  if (bytes.length < start) throw fault(where, 'it ends inside its header')
  const headerEnd = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true))
  if (bytes.length < headerEnd) throw fault(where, 'it ends inside its header')
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, headerEnd))
  const { descr, fortran, shape } = readHeader(header, where)
  const type = TYPES[descr.slice(1)]
  if (!type) throw fault(where, `its values have type "${descr}"`, 'save the array with dtype uint8')
  if (fortran && shape.length > 1) {
    throw fault(where, 'it is in Fortran order', 'save numpy.ascontiguousarray of it')
  }
  const [size, reader] = type
  const count = elementsOf(shape)
  if (bytes.length - headerEnd !== count * size) {
    const promised = `${formatShape(shape)} values of ${size} bytes`
    throw fault(where, `it has ${bytes.length - headerEnd} bytes of data, its header promises ${promised}`)
  }
  if (size === 1 && descr[1] !== 'i') return { shape, data: bytes.subarray(headerEnd) }
  const read = reader(!descr.startsWith('>'))
  const data = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    const value = read(view, headerEnd + i * size)
    data[i] = value
    if (data[i] !== value) {
      const fix = 'save raw pixels, 0 to 255, or labels, as whole numbers'
      throw fault(where, `value ${i} is ${value}, not a whole number in 0..255`, fix)
    }
  }
  return { shape, data }
}

function readHeader(header: string, where: string) {
  const descr = /'descr'\s*:\s*'([^']+)'/.exec(header)?.[1]
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1]
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header)?.[1]
  if (descr === undefined || fortran === undefined || shape === undefined) {
    throw fault(where, 'its header names no descr, fortran_order and shape')
  }
  const sizes = shape.split(',').filter((size) => size.trim() !== '')
  return { descr, fortran: fortran === 'True', shape: sizes.map(Number) }
}

function fault(where: string, why: string, fix = 'save the array again with numpy.save'): InputError {
  return new InputError('Illegal NumPy file', where, why, fix)
}
