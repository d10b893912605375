import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { importGraph } from '../network/import-graph.js'
import type { Network } from '../network/network.js'
import { FormatError } from './format-error.js'
import type { ModelFiles } from './model-files.js'
import { type ReadNetworkOptions, readGraph, type SourceModel } from './read-graph.js'

/** A network, and where it came from. */
export interface NetworkFile extends Omit<SourceModel, 'graph'> {
  readonly network: Network
  /** Name of the file or folder, without the folders around it. */
  readonly name: string
  /** Of the file; of a folder, of its file names and contents in order. */
  readonly sha256: string
}

/** Files and bytes that a folder of parameters may have. */
const FOLDER_FILES_MAX = 10_000
const FOLDER_BYTES_MAX = 2 ** 29

/**
 * Reads a network: ONNX, Keras (`.h5`, `.keras`), TensorFlow Lite of Larq Compute Engine, or a folder or archive of
 * BNN-PYNQ parameters.
 *
 * @param path - a file, or a folder
 * @throws FormatError, OnnxFormatError, UnsupportedError
 */
export async function readNetwork(path: string, options: ReadNetworkOptions = {}): Promise<NetworkFile> {
  return importFiles(await readModelFiles(path), options)
}

/** Reads a network from its bytes, which `name` names in errors; see {@link readNetwork}. */
export function importBytes(
  bytes: Uint8Array,
  name: string,
  options: ReadNetworkOptions = {},
): Promise<NetworkFile> {
  return importFiles({ name, entries: new Map([[name, bytes]]) }, options)
}

/** Reads a network from its files; see {@link readNetwork}. */
export async function importFiles(files: ModelFiles, options: ReadNetworkOptions = {}): Promise<NetworkFile> {
  const { graph, format, inputScaling } = await readGraph(files, options)
  const network = importGraph(graph)
  return { network, format, inputScaling, name: files.name, sha256: sha256Of(files) }
}

/**
 * Reads a file, or the files of a folder (not those of folders in it).
 *
 * @throws FormatError when it cannot be read or is no folder of parameters
 */
export async function readModelFiles(path: string): Promise<ModelFiles> {
  const name = basename(path)
  try {
    if (!(await stat(path)).isDirectory()) return { name, entries: new Map([[name, await readFile(path)]]) }
    const files = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile())
    const entries = new Map<string, Uint8Array>()
    let bytes = 0
    for (const { name: file } of files.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      bytes += (await stat(join(path, file))).size
      if (entries.size >= FOLDER_FILES_MAX || bytes > FOLDER_BYTES_MAX) {
        throw new FormatError('folder', path, `it holds more than a network's files`)
      }
      entries.set(file, await readFile(join(path, file)))
    }
    return { name, entries }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    throw new FormatError('network', path, code === 'ENOENT' ? 'there is no such file or folder' : message, {
      cause,
      fix: 'give the name of a file or folder that can be read',
    })
  }
}

function sha256Of({ entries }: ModelFiles): string {
  const hash = createHash('sha256')
  if (entries.size === 1) return hash.update([...entries.values()][0]).digest('hex')
  for (const [name, content] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
