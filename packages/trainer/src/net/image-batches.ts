import { type LabelledImages, MNIST_CLASSES, MNIST_PIXELS } from '../mnist.js'
import type { Random } from '../random.js'

const SIDE = 28

/** One step's images and labels. */
export interface ImageBatch {
  readonly size: number
  /** `size * 784` grey values over 255. */
  readonly pixels: Float32Array
  /** `size * 10`, 1 at the label, else 0. */
  readonly oneHot: Float32Array
}

/**
 * Gathers a batch, each image moved by a random distance in both directions.
 *
 * @param order - indices of the images; `size` of them from `first` on are taken
 * @param maxShiftPixels - largest distance; what moves in is background (0)
 */
export function gatherImages(
  data: LabelledImages,
  order: Uint32Array,
  first: number,
  size: number,
  maxShiftPixels: number,
  random: Random,
): ImageBatch {
  const pixels = new Float32Array(size * MNIST_PIXELS)
  const oneHot = new Float32Array(size * MNIST_CLASSES)
  const shift = () => (maxShiftPixels === 0 ? 0 : random.nextBelow(2 * maxShiftPixels + 1) - maxShiftPixels)
  for (let i = 0; i < size; i++) {
    const image = order[first + i]
    const [down, right] = [shift(), shift()]
    for (let row = Math.max(0, -down); row < Math.min(SIDE, SIDE - down); row++) {
      for (let column = Math.max(0, -right); column < Math.min(SIDE, SIDE - right); column++) {
        pixels[i * MNIST_PIXELS + (row + down) * SIDE + column + right] =
          data.images[image * MNIST_PIXELS + row * SIDE + column] / 255
      }
    }
    oneHot[i * MNIST_CLASSES + data.labels[image]] = 1
  }
  return { size, pixels, oneHot }
}
