import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runYosys as runPackaged, type Tree } from '@yowasp/yosys'
import { YosysError } from './run-yosys.js'

const execute = promisify(execFile)
const LOG_BYTES = 1 << 28

/** A Yosys that can be run: the packaged one, or one installed on the machine. */
export interface Yosys {
  readonly kind: 'packaged' | 'native'
  /** `0.55` of `Yosys 0.55 (git sha1 …)`. */
  readonly version: string
  /**
   * Runs a script.
   *
   * @param files - text of each file by name, as the script names them
   * @param outputs - files that the script writes
   * @returns their text, in that order
   * @throws YosysError with what Yosys said
   */
  readonly run: (
    files: Readonly<Record<string, string>>,
    script: string,
    outputs: readonly string[],
  ) => Promise<string[]>
}

/** The installed Yosys when it is newer than the packaged one, else the packaged one. */
export async function findYosys(): Promise<Yosys> {
  const [native, own] = await Promise.all([nativeVersion(), packagedVersion()])
  if (native !== undefined && isNewer(native, own)) {
    return { kind: 'native', version: native, run: runNative }
  }
  return { kind: 'packaged', version: own, run: runInMemory }
}

/** Whether version `a` is newer than `b`; both as `major.minor`. */
export function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  return left![0]! === right![0]! ? left![1]! > right![1]! : left![0]! > right![0]!
}

function versionIn(said: string): string | undefined {
  return /Yosys (\d+\.\d+)/.exec(said)?.[1]
}

async function nativeVersion(): Promise<string | undefined> {
  try {
    return versionIn((await execute('yosys', ['-V'])).stdout)
  } catch {
    // Not installed: the packaged one does
    return undefined
  }
}

async function packagedVersion(): Promise<string> {
  let said = ''
  await runPackaged(['-V'], {}, { stdout: (bytes) => (said += decode(bytes)), stderr: null })
  return versionIn(said) ?? '0.0'
}

async function runInMemory(
  files: Readonly<Record<string, string>>,
  script: string,
  outputs: readonly string[],
): Promise<string[]> {
  let said = ''
  const listen = (bytes: Uint8Array | null): void => {
    said += decode(bytes)
  }
  let tree: Tree | undefined
  try {
    tree = await runPackaged(
      ['-q', '-s', 'script.ys'],
      { ...files, 'script.ys': script },
      { stdout: listen, stderr: listen },
    )
  } catch (cause) {
    throw new YosysError(said || String(cause))
  }
  return outputs.map((name) => {
    const file = tree?.[name]
    if (file === undefined) throw new YosysError(`${said}\n${name} was not written`)
    return typeof file === 'string' ? file : decode(file as Uint8Array)
  })
}

async function runNative(
  files: Readonly<Record<string, string>>,
  script: string,
  outputs: readonly string[],
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'concord-yosys-'))
  try {
    for (const [name, text] of Object.entries({ ...files, 'script.ys': script }))
      await writeFile(join(folder, name), text)
    try {
      await execute('yosys', ['-q', '-s', 'script.ys'], { cwd: folder, maxBuffer: LOG_BYTES })
    } catch (cause) {
      const { stderr, stdout } = cause as { stderr?: string; stdout?: string }
      throw new YosysError(`${stdout ?? ''}${stderr ?? String(cause)}`)
    }
    return await Promise.all(outputs.map((name) => readFile(join(folder, name), 'utf8')))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function decode(bytes: Uint8Array | null): string {
  return bytes === null ? '' : new TextDecoder().decode(bytes)
}
