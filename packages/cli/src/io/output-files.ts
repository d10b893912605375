import { randomBytes } from 'node:crypto'
import { accessSync, constants, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ConcordError } from '@concord/arch'

/**
 * The files one command writes: all of them, complete, or none.
 *
 * A path is claimed before the work starts, so a place that cannot be written is known at once. Contents go to a temporary
 * file beside the target; `commit` renames them all.
 */
export class OutputFiles {
  readonly #drafts = new Map<string, string>()

  /**
   * Claims a path and creates its draft, empty, beside it.
   *
   * @returns path of the draft, for tools that write the file themselves
   * @throws OutputError when the file cannot be written there
   */
  claim(path: string): string {
    const target = resolve(path)
    if (this.#drafts.has(target)) {
      throw new OutputError(
        path,
        'two outputs of this command have this name',
        'give each output its own name',
      )
    }
    const folder = dirname(target)
    const draft = join(folder, `.${basename(target)}.${process.pid}.${randomBytes(4).toString('hex')}.part`)
    try {
      if (statSync(target, { throwIfNoEntry: false })?.isDirectory()) {
        throw new OutputError(path, 'it is a directory', 'give the name of a file')
      }
      accessSync(folder, constants.W_OK)
      writeFileSync(draft, '', { flag: 'wx' })
    } catch (cause) {
      throw cause instanceof OutputError ? cause : cannotWrite(path, cause)
    }
    this.#drafts.set(target, draft)
    return draft
  }

  /** Writes the content of a claimed path into its draft. */
  write(path: string, content: string | Uint8Array): void {
    try {
      writeFileSync(this.#drafts.get(resolve(path))!, content)
    } catch (cause) {
      throw cannotWrite(path, cause)
    }
  }

  /** Gives every draft its name. */
  commit(): void {
    for (const [target, draft] of this.#drafts) {
      try {
        renameSync(draft, target)
      } catch (cause) {
        throw cannotWrite(target, cause)
      }
      this.#drafts.delete(target)
    }
  }

  /** Removes every draft that has no name yet. */
  discard(): void {
    for (const draft of this.#drafts.values()) rmSync(draft, { force: true })
    this.#drafts.clear()
  }
}

/** Creates a folder and those above it. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (cause) {
    throw cannotWrite(path, cause)
  }
}

const REASONS: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  ENOENT: ['its directory does not exist', 'create the directory, or choose another place'],
  ENOTDIR: ['a part of its path is no directory', 'choose another place'],
  EACCES: ['writing there is not permitted', 'choose another place, or change its permissions'],
  EPERM: ['writing there is not permitted', 'choose another place, or change its permissions'],
  EROFS: ['the file system is read-only', 'choose another place'],
  ENOSPC: ['the disk is full', 'free some space'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter name'],
}

function cannotWrite(path: string, cause: unknown): OutputError {
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException
  const [why, fix] = REASONS[code] ?? [message, 'choose another place']
  return new OutputError(path, why, fix, cause)
}

/** An output file cannot be written. */
export class OutputError extends ConcordError {
  override readonly name = 'OutputError'

  constructor(path: string, why: string, fix: string, cause?: unknown) {
    super({ what: 'Cannot write an output file', where: path, why, fix }, { cause })
  }
}
