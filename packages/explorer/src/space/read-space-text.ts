import { readFileSync } from 'node:fs'
import { ConcordError } from '@concord/arch'

/**
 * Reads the text of a space's file.
 *
 * @throws SpaceFileError
 */
export function readSpaceText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new SpaceFileError(file, cause as NodeJS.ErrnoException)
  }
}

/** The file of a space cannot be read. */
export class SpaceFileError extends ConcordError {
  override readonly name = 'SpaceFileError'

  constructor(file: string, cause: NodeJS.ErrnoException) {
    const why = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
    const fix =
      'check the name, it is relative to the current directory; docs/explore.md shows what a space is'
    super({ what: 'Cannot read a space', where: file, why, fix }, { cause })
  }
}
