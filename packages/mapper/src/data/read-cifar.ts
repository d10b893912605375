import { elementCount } from '../graph/tensor.js'
import { type DataArray, dataFileError } from './data-array.js'

/** Planes, lines and columns of an image: R, G, B. */
const SHAPE = [3, 32, 32] as const
const IMAGE_BYTES = elementCount(SHAPE)

/** A record of CIFAR-10: its class in one byte, then the image. */
const RECORD_BYTES = 1 + IMAGE_BYTES
const CLASSES = 10

/** Whether bytes are whole records of CIFAR-10; the format has no mark of its own. */
export function isCifar(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length % RECORD_BYTES !== 0) return false
  for (let at = 0; at < bytes.length; at += RECORD_BYTES) if (bytes[at] >= CLASSES) return false
  return true
}

/**
 * Reads records of the CIFAR-10 binary version, with their labels.
 *
 * @param where - name of the file, for the error
 * @throws DataError when they are not whole or a class is above 9
 */
export function readCifar(bytes: Uint8Array, where: string): DataArray {
  if (!isCifar(bytes)) throw dataFileError(where, 'it is not made of whole CIFAR-10 records')
  const count = bytes.length / RECORD_BYTES
  const data = new Uint8Array(count * IMAGE_BYTES)
  const labels: number[] = []
  for (let i = 0; i < count; i++) {
    const record = bytes.subarray(i * RECORD_BYTES, (i + 1) * RECORD_BYTES)
    labels.push(record[0])
    data.set(record.subarray(1), i * IMAGE_BYTES)
  }
  return { shape: [count, ...SHAPE], data, labels }
}
