import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Results kept on disk by key; several processes may read and write at once, and a file is there as a whole or not at all. */
export class KeyedStore {
  /** @param name - folder under `$CONCORD_CACHE`, or under `build` of the workspace */
  constructor(readonly name: string) {}

  get folder(): string {
    const root = process.env.CONCORD_CACHE || fileURLToPath(new URL('../../../../build', import.meta.url))
    return join(root, this.name)
  }

  /** What was kept, or undefined. */
  async read(key: string): Promise<unknown> {
    const text = await readFile(join(this.folder, `${key}.json`), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : JSON.parse(text)
  }

  async write(key: string, value: unknown): Promise<void> {
    await mkdir(this.folder, { recursive: true })
    const path = join(this.folder, `${key}.json`)
    const draft = `${path}.${randomBytes(4).toString('hex')}`
    await writeFile(draft, JSON.stringify(value))
    await rename(draft, path)
  }
}
