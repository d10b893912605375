import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { ConcordError } from '@concord/arch'

/**
 * Reads a whole file; content that is gzip-compressed is unpacked, whatever the file is called.
 *
 * @throws InputError when it cannot be read or its compression is damaged
 */
export async function readInput(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = plain(await readFile(path))
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    const [why, fix] = REASONS[code] ?? [message, 'give a file that can be read']
    throw new InputError('Cannot read a file', path, why, fix, cause)
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return plain(gunzipSync(bytes))
  } catch (cause) {
    const why = `its gzip compression is damaged: ${(cause as Error).message}`
    throw new InputError('Cannot read a file', path, why, 'copy or download the file again', cause)
  }
}

/** Without the ways in which a Buffer differs: its `slice` shares memory. */
function plain({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

const REASONS: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  ENOENT: ['there is no such file', 'check the name; it is relative to the current directory'],
  EISDIR: ['it is a directory', 'give the name of a file'],
  EACCES: ['reading it is not permitted', 'change its permissions'],
}

/** An input file is absent or is not what it must be. */
export class InputError extends ConcordError {
  override readonly name = 'InputError'

  constructor(what: string, where: string, why: string, fix: string, cause?: unknown) {
    super({ what, where, why, fix }, { cause })
  }
}
