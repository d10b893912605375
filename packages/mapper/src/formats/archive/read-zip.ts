import { crc32, inflateRawSync } from 'node:zlib'
import { FormatError } from '../format-error.js'
import { UNPACKED_BYTES_MAX } from './gunzip.js'

/** Signatures of the three records of a ZIP archive (PKWARE APPNOTE 4.3). */
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50

const END_BYTES = 22
const COMMENT_BYTES_MAX = 0xffff
const STORED = 0
const DEFLATED = 8

/** Whether bytes begin as a ZIP archive with files does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}

/**
 * Reads the files of a ZIP archive, stored or deflated, and checks their CRC.
 *
 * @param where - name of the archive, for the error
 * @param wanted - which files to unpack, by their path in the archive
 * @returns file contents by path
 * @throws FormatError when it is damaged, encrypted, of the 64-bit kind, or unfolds to more than half a gigabyte
 */
export function readZip(
  bytes: Uint8Array,
  where: string,
  wanted: (path: string) => boolean = () => true,
): Map<string, Uint8Array> {
  const fault = (why: string, cause?: unknown) => new FormatError('ZIP archive', where, why, { cause })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const files = new Map<string, Uint8Array>()
  let total = 0
  try {
    const end = findEnd(view)
    if (end === undefined) throw fault('it ends before its directory')
    const count = view.getUint16(end + 10, true)
    let at = view.getUint32(end + 16, true)
    for (let n = 0; n < count; n++) {
      if (view.getUint32(at, true) !== CENTRAL) throw fault(`entry ${n} of its directory is damaged`)
      const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)]
      const crc = view.getUint32(at + 16, true)
      const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
      const [nameBytes, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true))
      const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes))
      const local = view.getUint32(at + 42, true)
      at += 46 + nameBytes + extra + comment
      if (path.endsWith('/') || !wanted(path)) continue
      if (flags & 1) throw fault(`"${path}" is encrypted`)
      total += size
      if (total > UNPACKED_BYTES_MAX) throw fault(`it unfolds to more than ${UNPACKED_BYTES_MAX} bytes`)
      if (view.getUint32(local, true) !== LOCAL) throw fault(`the header of "${path}" is damaged`)
      const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
      if (data + packed > bytes.length) throw fault(`"${path}" is cut off`)
      const content = unpack(bytes.subarray(data, data + packed), method, size)
      if (content === undefined) throw fault(`"${path}" is compressed by method ${method}`)
      if (content.length !== size || crc32(content) !== crc) throw fault(`"${path}" is damaged`)
      files.set(path, content)
    }
    return files
  } catch (cause) {
    if (cause instanceof FormatError) throw cause
    throw fault(
      cause instanceof RangeError ? 'it is truncated or damaged' : `${(cause as Error).message}`,
      cause,
    )
  }
}

/** Offset of the record at the end, which a comment may follow. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES
  for (let at = last; at >= 0 && at >= last - COMMENT_BYTES_MAX; at--) {
    if (view.getUint32(at, true) === END) return at
  }
  return undefined
}

/** Undefined for an unknown method. */
function unpack(packed: Uint8Array, method: number, size: number): Uint8Array | undefined {
  if (method === STORED) return packed
  if (method !== DEFLATED) return undefined
  const { buffer, byteOffset, byteLength } = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  return new Uint8Array(buffer, byteOffset, byteLength)
}
