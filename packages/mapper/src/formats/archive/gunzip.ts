import { gunzipSync } from 'node:zlib'
import { FormatError } from '../format-error.js'

/** Most bytes that a compressed file may unfold to; the largest networks of the field have a tenth of it. */
export const UNPACKED_BYTES_MAX = 2 ** 29

/** Whether bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Unpacks a gzip file.
 *
 * @param where - name of the file, for the error
 * @throws FormatError when it is damaged or unfolds to more than {@link UNPACKED_BYTES_MAX}
 */
export function gunzip(bytes: Uint8Array, where: string): Uint8Array {
  try {
    const { buffer, byteOffset, byteLength } = gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX })
    return new Uint8Array(buffer, byteOffset, byteLength)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const why =
      code === 'ERR_BUFFER_TOO_LARGE' ? `it unfolds to more than ${UNPACKED_BYTES_MAX} bytes` : message
    throw new FormatError('gzip file', where, why, { cause })
  }
}
