import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConcordError } from '@concord/arch'

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Its folder is made if need be.
 *
 * @throws StorageError
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(draft, content, { flush: true })
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw new StorageError(path, cause)
  }
}

const REASONS: Readonly<Record<string, readonly [why: string, fix: string]>> = {
  ENOSPC: ['the disk is full', 'free some space and run again with --resume: what is there stays'],
  EFBIG: ['files may not grow that large here', 'raise the limit (ulimit -f) and run again with --resume'],
  EDQUOT: ['the quota is used up', 'free some space and run again with --resume: what is there stays'],
  EACCES: ['writing there is not permitted', 'choose another folder'],
  EROFS: ['the file system is read-only', 'choose another folder'],
  ENOENT: ['there is no such file', 'give the folder that "concord explore plan" wrote'],
}

/** A file of a plan cannot be written or read. */
export class StorageError extends ConcordError {
  override readonly name = 'StorageError'

  constructor(path: string, cause: unknown) {
    const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException
    const [why, fix] = REASONS[code] ?? [message, 'choose another folder']
    super({ what: 'Cannot use a file of the plan', where: path, why, fix }, { cause })
  }
}
