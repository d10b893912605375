import { FormatError } from '../format-error.js'

const BLOCK = 512

/** Whether bytes begin as a POSIX or GNU tar archive does. */
export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && text(bytes, 257, 5) === 'ustar'
}

/**
 * Reads the ordinary files of a tar archive (POSIX.1-1988 headers; longer names in pax or GNU records).
 *
 * Folders are passed over; links and special files are refused.
 *
 * @param where - name of the archive, for the error
 * @returns file contents by their path in the archive; views, not copies
 * @throws FormatError for a header whose checksum is wrong and for an archive that ends early
 */
export function readTar(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const fault = (at: number, why: string) => new FormatError('tar archive', `${where}, byte ${at}`, why)
  let longName: string | undefined
  for (let at = 0; ; ) {
    if (at + BLOCK > bytes.length) throw fault(at, 'it ends before its end mark')
    const header = bytes.subarray(at, at + BLOCK)
    if (header.every((byte) => byte === 0)) return files
    if (checksum(header) !== octal(header, 148, 8)) throw fault(at, 'the checksum of a header is wrong')
    const size = octal(header, 124, 12)
    const start = at + BLOCK
    if (size === undefined || start + size > bytes.length) throw fault(at, 'a file in it is cut off')
    const body = bytes.subarray(start, start + size)
    const type = String.fromCharCode(header[156] || 0x30)
    const prefix = text(header, 345, 155)
    const shortName = (prefix === '' ? '' : `${prefix}/`) + text(header, 0, 100)
    const name = longName ?? shortName
    if (type === 'x') longName = paxPath(body) ?? longName
    else if (type === 'L') longName = text(body, 0, body.length)
    else {
      longName = undefined
      if (type === '0') files.set(name, body)
      else if (type !== '5' && type !== 'g') throw fault(at, `"${name}" is no ordinary file (type "${type}")`)
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK
  }
}

/** Sum of a header's bytes with its own field read as spaces. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 0x20 : byte), 0)
}

function octal(bytes: Uint8Array, at: number, length: number): number | undefined {
  const digits = text(bytes, at, length).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined
}

/** Text of a field: UTF-8 up to the first zero byte. */
function text(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length)
  const end = field.indexOf(0)
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end))
}

/** The record `path` of a pax header: lines of `length key=value`. */
function paxPath(body: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text(body, 0, body.length))?.[1]
}
