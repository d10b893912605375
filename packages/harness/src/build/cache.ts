import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheDirectory } from '../paths.js'

const POLL_MS = 100
/** A lock this old belongs to a builder that died on another machine, or to a clock that jumped. */
const STALE_LOCK_MS = 20 * 60_000

const running = new Map<string, Promise<string>>()

/**
 * Directory with the result of `build`, made at most once for a key, by whichever process comes first.
 *
 * Builds in a directory of its own and renames it when complete, so a half-made result is never seen; a lock file
 * lets other processes wait instead of doing the work again.
 *
 * @param key - file name that determines the content, e.g. `verilator-<sha256>`
 * @param build - fills the directory it is given; its failure leaves nothing behind
 */
export function cached(key: string, build: (directory: string) => Promise<void>): Promise<string> {
  const path = join(cacheDirectory(), key)
  let result = running.get(path)
  if (!result) {
    result = make(path, build).finally(() => running.delete(path))
    running.set(path, result)
  }
  return result
}

async function make(path: string, build: (directory: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path
  await mkdir(cacheDirectory(), { recursive: true })
  const lock = `${path}.lock`
  while (!(await acquire(lock))) {
    if (existsSync(path)) return path
    await sleep(POLL_MS)
  }
  try {
    if (existsSync(path)) return path
    await removeDrafts(path)
    const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
    await mkdir(draft)
    try {
      await build(draft)
      await rename(draft, path)
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  } finally {
    await rm(lock, { force: true })
  }
  return path
}

/** Drafts of builders that were interrupted; whoever holds the lock is the only one that can have a live one. */
async function removeDrafts(path: string): Promise<void> {
  const names = await readdir(dirname(path))
  const abandoned = names.filter((name) => name.startsWith(`${basename(path)}.`) && !name.endsWith('.lock'))
  await Promise.all(abandoned.map((name) => rm(join(dirname(path), name), { recursive: true, force: true })))
}

async function acquire(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  if (await isStale(lock)) await unlink(lock).catch(ignoreMissing)
  return false
}

async function isStale(lock: string): Promise<boolean> {
  try {
    if (Date.now() - (await stat(lock)).mtimeMs > STALE_LOCK_MS) return true
    const owner = Number(await readFile(lock, 'utf8'))
    // Empty between creation and write.
    return owner > 0 && !isAlive(owner)
  } catch (error) {
    ignoreMissing(error)
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
