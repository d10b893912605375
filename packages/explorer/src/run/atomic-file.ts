import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConcordError } from '@concord/arch'

/** Characters written at a time. */
const BLOCK = 1 << 20

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Its folder is made if need be.
 *
 * @param content - all at once, or pieces in order, of which few are held at a time
 * @throws StorageError
 */
export function writeAtomically(path: string, content: Iterable<string> | Iterable<Uint8Array>): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.part`
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(draft, 'w')
    try {
      for (const block of blocksOf(content)) writeFileSync(file, block)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw new StorageError(path, cause)
  }
}

function* blocksOf(pieces: Iterable<string> | Iterable<Uint8Array>): Generator<string | Uint8Array> {
  let held: string[] = []
  let size = 0
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      yield piece
      continue
    }
    held.push(piece)
    size += piece.length
    if (size < BLOCK) continue
    yield held.join('')
    held = []
    size = 0
  }
  yield held.join('')
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
