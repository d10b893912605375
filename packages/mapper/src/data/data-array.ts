import { DataError } from '../errors.js'

/** Values of a data file, row-major; axis 0 counts the inputs or labels. */
export interface DataArray {
  readonly shape: readonly number[]
  /** Bytes stay bytes; every other type is held as float64. */
  readonly data: Uint8Array | Float64Array
  /** Classes of the inputs, when the file holds them. */
  readonly labels?: readonly number[]
}

/** Error for a data file that cannot be read. */
export function dataFileError(where: string, why: string): DataError {
  return new DataError(
    'Cannot read the data file',
    where,
    why,
    'give an IDX, .npy, .npz or CIFAR-10 file (also .gz) that is complete',
  )
}

/** Reads `count` elements of one type. */
export function readElements(
  bytes: Uint8Array,
  offset: number,
  count: number,
  size: number,
  read: (view: DataView, at: number) => number,
): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float64Array.from({ length: count }, (_, i) => read(view, offset + i * size))
}
