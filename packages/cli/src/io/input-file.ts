import { readFile } from 'node:fs/promises'
import { ConcordError } from '@concord/arch'

/**
 * Reads a whole file.
 *
 * @throws InputError when it cannot be read
 */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    // Without the ways in which a Buffer differs: its `slice` shares memory
    const { buffer, byteOffset, byteLength } = await readFile(path)
    return new Uint8Array(buffer, byteOffset, byteLength)
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    const [why, fix] = REASONS[code] ?? [message, 'give a file that can be read']
    throw new InputError('Cannot read a file', path, why, fix, cause)
  }
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
