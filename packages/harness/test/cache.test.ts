import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cached } from '../src/build/cache.js'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concord-cache-'))
  vi.stubEnv('CONCORD_CACHE', directory)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(directory, { recursive: true })
})

test('builds once, however many ask at the same time', async () => {
  let builds = 0
  const build = async (draft: string) => {
    builds++
    await sleep(20)
    await writeFile(join(draft, 'result'), 'made')
  }
  const paths = await Promise.all([1, 2, 3].map(() => cached('key', build)))
  expect(await cached('key', build)).toBe(paths[0])
  expect(builds).toBe(1)
  expect(await readFile(join(paths[0], 'result'), 'utf8')).toBe('made')
})

test('a failed build leaves nothing behind and can be repeated', async () => {
  const broken = cached('key', async (draft) => {
    await writeFile(join(draft, 'half'), '')
    throw new Error('no compiler')
  })
  await expect(broken).rejects.toThrow('no compiler')
  expect(await readdir(directory)).toEqual([])
  expect(existsSync(await cached('key', async () => undefined))).toBe(true)
})

test('a lock of a process that is gone does not stop anyone', async () => {
  // No process has this number: it is above the largest one of any kernel.
  await writeFile(join(directory, 'key.lock'), String(2 ** 30))
  await mkdir(join(directory, 'key.1.abandoned'))
  expect(existsSync(await cached('key', async () => undefined))).toBe(true)
  expect(await readdir(directory)).toEqual(['key'])
})

test('waits for a build of another process', async () => {
  await writeFile(join(directory, 'key.lock'), String(process.pid))
  let built = false
  const result = cached('key', async () => {
    built = true
  })
  await sleep(150)
  expect(built).toBe(false)
  await rm(join(directory, 'key.lock'))
  await result
  expect(built).toBe(true)
})
