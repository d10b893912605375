import { DataError } from './errors.js'

const UNSIGNED_BYTE = 0x08

/**
 * Reads an IDX file of unsigned bytes (the MNIST format: magic, big-endian sizes, values).
 *
 * @param shape - the sizes the file must have, slowest first
 * @param where - the file's name for messages
 * @returns the values, sharing memory with `bytes`
 * @throws DataError when the header or the length does not fit `shape`
 */
export function parseIdx(bytes: Uint8Array, shape: readonly number[], where: string): Uint8Array {
  const headerBytes = 4 + 4 * shape.length
  const valueBytes = shape.reduce((product, size) => product * size, 1)
  const expected = describeIdx(UNSIGNED_BYTE, shape, headerBytes + valueBytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const got =
    bytes.length < headerBytes
      ? `${bytes.length} bytes`
      : describeIdx(
          view.getUint32(0) >>> 8,
          Array.from({ length: Math.min(view.getUint8(3), shape.length) }, (_, i) =>
            view.getUint32(4 + 4 * i),
          ),
          bytes.length,
        )
  if (got !== expected) {
    throw new DataError({
      what: 'unexpected IDX file',
      where,
      why: `expected ${expected}, got ${got}`,
      fix: 'use an uncompressed IDX file of that shape',
    })
  }
  return bytes.subarray(headerBytes)
}

function describeIdx(type: number, shape: readonly number[], lengthBytes: number): string {
  return `type 0x${type.toString(16)}, shape ${shape.join('x')}, ${lengthBytes} bytes`
}
