import { type DataArray, dataFileError } from './data-array.js'

const BYTE_MAX = 255
/** A value this far from byte / 255 was not made from a byte. */
const UNIT_TOLERANCE = 1e-6

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
