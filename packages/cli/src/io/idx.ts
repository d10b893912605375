import { type ByteArray, elementsOf, formatShape } from './byte-array.js'
import { InputError } from './input-file.js'

const UNSIGNED_BYTE = 0x08

/** Whether a file starts as an IDX file does: two zero bytes, a type, a number of axes. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] >= 0x08 && bytes[2] <= 0x0e
}

/**
 * Reads an IDX file of unsigned bytes, the format of the original MNIST files.
 *
 * @throws InputError when it holds another type or its length is not what its header says
 */
export function parseIdx(bytes: Uint8Array, where: string): ByteArray {
  const axes = bytes[3]
  const headerBytes = 4 + 4 * axes
  if (bytes.length < headerBytes) throw fault(where, `it ends inside its header, after ${bytes.length} bytes`)
  if (bytes[2] !== UNSIGNED_BYTE) {
    throw fault(
      where,
      `its values have type 0x${bytes[2].toString(16).padStart(2, '0')}, not 0x08 (unsigned bytes)`,
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis))
  const expected = headerBytes + elementsOf(shape)
  if (bytes.length !== expected) {
    const fill = `${formatShape(shape)} bytes and a header of ${headerBytes}`
    throw fault(where, `it has ${bytes.length} bytes, its header promises ${expected} (${fill})`)
  }
  return { shape, data: bytes.subarray(headerBytes) }
}

function fault(where: string, why: string): InputError {
  return new InputError('Illegal IDX file', where, why, 'copy or download the file again')
}
