import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  importFiles,
  type ModelFiles,
  type NetworkFile,
  type ReadNetworkOptions,
  readModelFiles,
} from '@concord/mapper'
import { InputError, readInput } from './input-file.js'
import { isProgram } from './program-file.js'

/** What the user says about a network that its file does not. */
export type ModelOptions = ReadNetworkOptions

/**
 * Reads the file of a network or of a program, or the files of a folder.
 *
 * @throws InputError when it cannot be read
 */
export async function readModelOrProgram(path: string): Promise<ModelFiles> {
  const folder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (folder) return readModelFiles(path)
  const name = basename(path)
  return { name, entries: new Map([[name, await readInput(path)]]) }
}

/** The bytes of a program; undefined when the files are a network's. */
export function programBytes({ entries }: ModelFiles): Uint8Array | undefined {
  const [bytes] = entries.values()
  return entries.size === 1 && isProgram(bytes) ? bytes : undefined
}

/**
 * Reads a network of any format.
 *
 * @throws InputError for a program; the mapper's errors for files that are no network or cannot be mapped
 */
export async function readModel(path: string, options: ModelOptions = {}): Promise<NetworkFile> {
  const files = await readModelOrProgram(path)
  if (programBytes(files)) {
    const fix = 'give the network it was mapped from; "concord disasm" shows what is in a program'
    throw new InputError('Not a network', path, 'it is a Concord program', fix)
  }
  return importFiles(files, options)
}
