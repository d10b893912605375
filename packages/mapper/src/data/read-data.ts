import { gunzipSync } from 'node:zlib'
import { DataError } from '../errors.js'
import type { Network } from '../network/network.js'
import { arrangeImages } from './arrange-images.js'
import { type DataArray, dataFileError } from './data-array.js'
import { isCifar, readCifar } from './read-cifar.js'
import { isIdx, isWholeIdx, readIdx } from './read-idx.js'
import { isNpy, readNpy } from './read-npy.js'
import { isNpz, readNpz } from './read-npz.js'

export { toBytes } from './to-bytes.js'

/** Most bytes that a compressed file may unfold to. */
const UNPACKED_BYTES_MAX = 2 ** 31 - 1

/**
 * Reads a data file: IDX, NPY, NPZ or CIFAR-10 records, each also gzipped; told apart by their content.
 *
 * @param where - name of the file, for the error
 * @throws DataError
 */
export function readData(bytes: Uint8Array, where: string): DataArray {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readData(unzip(bytes, where), where)
  if (isNpy(bytes)) return readNpy(bytes, where)
  if (isNpz(bytes)) return readNpz(bytes, where)
  // Records may begin like an IDX file, but then its sizes do not fit
  if (isCifar(bytes) && !isWholeIdx(bytes)) return readCifar(bytes, where)
  if (isIdx(bytes)) return readIdx(bytes, where)
  throw dataFileError(where, 'this is neither an IDX, .npy or .npz file nor CIFAR-10 records')
}

function unzip(bytes: Uint8Array, where: string): Uint8Array {
  try {
    const { buffer, byteOffset, byteLength } = gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX })
    return new Uint8Array(buffer, byteOffset, byteLength)
  } catch (cause) {
    throw dataFileError(where, `it cannot be unzipped: ${cause instanceof Error ? cause.message : cause}`)
  }
}

/**
 * Splits a data file into the raw bytes of its inputs, in the order that the network takes.
 *
 * Numbers must be bytes 0..255, or bytes / 255 when none is above 1.
 *
 * @throws DataError when an input has another size or shape than the network takes, or values that are no bytes
 */
export function toImages(array: DataArray, { input }: Pick<Network, 'input'>, where: string): Uint8Array[] {
  const [count] = array.shape
  const size = input.elements
  const bytes = arrangeImages(array, input.shape.slice(1), where)
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

/**
 * Reads labels.
 *
 * @param count - how many there must be
 * @throws DataError when there are more or fewer
 */
export function toLabels({ shape, data }: DataArray, count: number, where: string): number[] {
  if (data.length !== count) {
    throw new DataError(
      'Labels do not fit the images',
      where,
      `${data.length} labels (${shape.join('×')}) for ${count} images`,
      'give the labels of these images',
    )
  }
  return Array.from(data)
}
