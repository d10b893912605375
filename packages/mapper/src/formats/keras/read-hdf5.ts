import { Dataset, File, Group, ready } from 'h5wasm'
import type { Tensor } from '../../graph/tensor.js'
import { FormatError } from '../format-error.js'

/** What a Keras model keeps in HDF5. */
export interface Hdf5Content {
  /** Text attributes of the root. */
  readonly attributes: ReadonlyMap<string, string>
  /** Numeric data sets by their path. */
  readonly arrays: ReadonlyMap<string, Tensor>
}

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

/** Bytes of all arrays together as a multiple of the file's: Keras stores them without compression. */
const EXPANSION_MAX = 16
const DATASETS_MAX = 100_000
const DEPTH_MAX = 32

/** HDF5 type classes of numbers. */
const INTEGER = 0
const FLOAT = 1

/** Whether bytes begin as an HDF5 file does. */
export function isHdf5(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte)
}

let files = 0

/**
 * Reads the text attributes of an HDF5 file's root, and the data sets whose path is wanted.
 *
 * @param where - name of the file, for the error
 * @throws FormatError when it is damaged or too large
 */
export async function readHdf5(
  bytes: Uint8Array,
  where: string,
  wanted: (path: string) => boolean,
): Promise<Hdf5Content> {
  const { FS, activate_throwing_error_handler } = await ready
  activate_throwing_error_handler()
  const path = `/model-${files++}.h5`
  // A file system in memory, inside the HDF5 library
  FS.writeFile(path, bytes)
  let file: File | undefined
  try {
    file = new File(path, 'r')
    return {
      attributes: textAttributes(file),
      arrays: readArrays(file, EXPANSION_MAX * bytes.length, where, wanted),
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause
    throw new FormatError('HDF5 file', where, `it is damaged (${firstLine(cause)})`, { cause })
  } finally {
    try {
      file?.close()
    } catch {
      // A damaged file that was reported above may not close either
    }
    FS.unlink(path)
  }
}

function textAttributes(file: File): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [name, attribute] of Object.entries(file.attrs)) {
    const { value } = attribute
    if (typeof value === 'string') texts.set(name, value)
  }
  return texts
}

function readArrays(
  file: File,
  bytesMax: number,
  where: string,
  wanted: (path: string) => boolean,
): Map<string, Tensor> {
  const arrays = new Map<string, Tensor>()
  let bytes = 0
  let entries = 0
  const visit = (group: Group, prefix: string, depth: number): void => {
    for (const key of group.keys()) {
      const path = prefix === '' ? key : `${prefix}/${key}`
      if (++entries > DATASETS_MAX || depth > DEPTH_MAX)
        throw new FormatError('HDF5 file', where, 'it has too many groups')
      const entry = group.get(key)
      if (entry instanceof Group) visit(entry, path, depth + 1)
      if (!(entry instanceof Dataset) || !wanted(path)) continue
      const { shape, size } = entry.metadata
      bytes += size * (shape?.reduce((product, axis) => product * axis, 1) ?? 0)
      if (!(bytes <= bytesMax))
        throw new FormatError('HDF5 file', where, `its arrays have more than ${bytesMax} bytes`)
      arrays.set(path, readArray(entry, `${where}, ${path}`))
    }
  }
  visit(file, '', 0)
  return arrays
}

function readArray(dataset: Dataset, where: string): Tensor {
  const { shape, type, size } = dataset.metadata
  if (shape === null || (type !== FLOAT && type !== INTEGER) || (type === FLOAT && size < 4)) {
    throw new FormatError('HDF5 file', where, 'its elements are not 32- or 64-bit numbers')
  }
  const { value } = dataset
  if (typeof value === 'number') return { shape: [], data: Float64Array.of(value) }
  if (!ArrayBuffer.isView(value)) throw new FormatError('HDF5 file', where, 'its elements are not numbers')
  const data = Float64Array.from(value as unknown as Iterable<number | bigint>, Number)
  if (data.length !== shape.reduce((product, axis) => product * axis, 1)) {
    throw new FormatError(
      'HDF5 file',
      where,
      `it holds ${data.length} values, its shape needs another number`,
    )
  }
  return { shape: [...shape], data }
}

/** The innermost reason of the library's report, without its source lines. */
function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  return /minor: ([^\n]*)/.exec(text)?.[1] ?? text.split('\n')[0]
}
