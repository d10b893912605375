import { gunzipSync } from 'node:zlib'
import { DataError } from '../errors.js'
import type { Network } from '../network/network.js'
import { type DataArray, dataFileError } from './data-array.js'
import { isIdx, readIdx } from './read-idx.js'
import { isNpy, readNpy } from './read-npy.js'

const BYTE_MAX = 255
/** A value this far from byte / 255 was not made from a byte. */
const UNIT_TOLERANCE = 1e-6

/**
 * Reads a data file: IDX or NPY, each also gzipped; told apart by their first bytes.
 *
 * @param where - name of the file, for the error
 * @throws DataError
 */
export function readData(bytes: Uint8Array, where: string): DataArray {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readData(unzip(bytes, where), where)
  if (isNpy(bytes)) return readNpy(bytes, where)
  if (isIdx(bytes)) return readIdx(bytes, where)
  throw dataFileError(where, 'this is neither an IDX nor a .npy file')
}

function unzip(bytes: Uint8Array, where: string): Uint8Array {
  try {
    const { buffer, byteOffset, byteLength } = gunzipSync(bytes)
    return new Uint8Array(buffer, byteOffset, byteLength)
  } catch (cause) {
    throw dataFileError(where, `it cannot be unzipped: ${cause instanceof Error ? cause.message : cause}`)
  }
}

/**
 * Splits a data file into the raw bytes of its inputs.
 *
 * Numbers must be bytes 0..255, or bytes / 255 when none is above 1.
 *
 * @throws DataError when an input has another size than the network takes, or values that are no bytes
 */
export function toImages(
  { shape, data }: DataArray,
  { input }: Pick<Network, 'input'>,
  where: string,
): Uint8Array[] {
  const [count] = shape
  const size = data.length / count
  if (size !== input.elements) {
    throw new DataError(
      'Wrong image size',
      where,
      `its inputs have ${size} values (${shape.slice(1).join('×')}), the network takes ${input.elements} (${input.shape.slice(1).join('×')})`,
      'give the data that the network was trained for',
    )
  }
  const bytes = toBytes({ shape, data }, where)
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

/**
 * The raw bytes of a data file.
 *
 * Numbers must be bytes 0..255, or bytes / 255 when none is above 1.
 *
 * @throws DataError for other values
 */
export function toBytes({ data: values }: DataArray, where: string): Uint8Array {
  if (values instanceof Uint8Array) return values
  const unit = values.every((value) => value <= 1)
  return Uint8Array.from(values, (value) => {
    const byte = unit ? Math.round(value * BYTE_MAX) : value
    const fits = Number.isInteger(byte) && byte >= 0 && byte <= BYTE_MAX
    if (!fits || (unit && Math.abs(byte / BYTE_MAX - value) > UNIT_TOLERANCE)) {
      throw dataFileError(where, `value ${value} is neither a byte nor a byte / 255`)
    }
    return byte
  })
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
