import { isZip, readZip } from '../formats/archive/read-zip.js'
import { FormatError } from '../formats/format-error.js'
import { type DataArray, dataFileError } from './data-array.js'
import { readNpy } from './read-npy.js'

/** Names of arrays of inputs and of labels, the preferred first. */
const INPUT_NAMES = ['x_test', 'test_images', 'images', 'x', 'X', 'data', 'arr_0']
const LABEL_NAMES = ['y_test', 'test_labels', 'labels', 'y', 'Y', 'targets', 'target', 'arr_1']

/** Whether bytes begin as an .npz file does: a ZIP archive. */
export const isNpz = isZip

/**
 * Reads inputs from an .npz archive, and their labels when they are in it.
 *
 * Arrays are found by name ({@link INPUT_NAMES}); an archive of one array needs no name.
 *
 * @param where - name of the file, for the error
 * @throws DataError when it is damaged or its arrays are not understood
 */
export function readNpz(bytes: Uint8Array, where: string): DataArray {
  const files = unpack(bytes, where)
  const names = [...files.keys()].map((path) => path.replace(/\.npy$/, ''))
  const array = (name: string) => readNpy(files.get(`${name}.npy`)!, `${where}, ${name}`)
  if (names.length === 1) return array(names[0])
  const inputs = INPUT_NAMES.find((name) => names.includes(name))
  if (inputs === undefined) {
    const why = `none of its arrays (${names.join(', ') || 'none'}) is called ${INPUT_NAMES.join(', ')}`
    throw dataFileError(where, why)
  }
  const images = array(inputs)
  const labels = LABEL_NAMES.find((name) => names.includes(name))
  if (labels === undefined) return images
  const { shape, data } = array(labels)
  if (data.length !== images.shape[0]) {
    throw dataFileError(
      where,
      `${labels} has ${data.length} values (${shape.join('×')}) for ${images.shape[0]} inputs`,
    )
  }
  return { ...images, labels: Array.from(data) }
}

function unpack(bytes: Uint8Array, where: string): Map<string, Uint8Array> {
  try {
    return readZip(bytes, where, (path) => path.endsWith('.npy'))
  } catch (cause) {
    if (cause instanceof FormatError) throw dataFileError(where, cause.why)
    throw cause
  }
}
