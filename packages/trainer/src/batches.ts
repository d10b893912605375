import { PIXEL_THRESHOLD } from './mlp.js'
import { type LabelledImages, MNIST_CLASSES, MNIST_PIXELS } from './mnist.js'
import type { Random } from './random.js'

const SIDE = 28

/** One step's images and labels. */
export interface Batch {
  /** `size * 784` binarised pixels, -1 or +1. */
  readonly act: Float32Array
  /** `size * 10`, 1 at the label, else 0. */
  readonly oneHot: Float32Array
}

/**
 * Gathers a batch, each image moved by a random distance in both directions.
 *
 * @param order - indices of the images; `size` of them from `first` on are taken
 * @param maxShiftPixels - largest distance, in pixels; what moves in is background (-1)
 */
export function gatherBatch(
  data: LabelledImages,
  order: Uint32Array,
  first: number,
  size: number,
  maxShiftPixels: number,
  random: Random,
): Batch {
  const act = new Float32Array(size * MNIST_PIXELS)
  const oneHot = new Float32Array(size * MNIST_CLASSES)
  const shift = () => (maxShiftPixels === 0 ? 0 : random.nextBelow(2 * maxShiftPixels + 1) - maxShiftPixels)
  for (let i = 0; i < size; i++) {
    const image = order[first + i]
    const pixels = data.images.subarray(image * MNIST_PIXELS, (image + 1) * MNIST_PIXELS)
    binariseShifted(pixels, shift(), shift(), act.subarray(i * MNIST_PIXELS, (i + 1) * MNIST_PIXELS))
    oneHot[i * MNIST_CLASSES + data.labels[image]] = 1
  }
  return { act, oneHot }
}

/** Writes -1 and +1 for an image moved down by `down` and right by `right` pixels. */
function binariseShifted(pixels: Uint8Array, down: number, right: number, act: Float32Array): void {
  act.fill(-1)
  for (let row = Math.max(0, -down); row < Math.min(SIDE, SIDE - down); row++) {
    for (let column = Math.max(0, -right); column < Math.min(SIDE, SIDE - right); column++) {
      if (pixels[row * SIDE + column] >= PIXEL_THRESHOLD) act[(row + down) * SIDE + column + right] = 1
    }
  }
}
