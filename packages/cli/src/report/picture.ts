import type { Image } from './png.js'

/**
 * The input as a picture, when its shape is one.
 *
 * @param shape - height × width, with 1 or 3 channels before or after; or a square number of bytes
 * @returns undefined when it is no picture
 */
export function toPicture(shape: readonly number[], data: Uint8Array): Image | undefined {
  if (shape.length === 1) {
    const side = Math.sqrt(shape[0])
    return Number.isInteger(side) ? { width: side, height: side, channels: 1, data } : undefined
  }
  if (shape.length === 2) return { width: shape[1], height: shape[0], channels: 1, data }
  if (shape.length !== 3) return undefined
  const [first, second, third] = shape
  if (third === 1 || third === 3) return { width: second, height: first, channels: third, data }
  if (first === 1) return { width: third, height: second, channels: 1, data }
  if (first !== 3) return undefined
  const pixels = second * third
  const together = Uint8Array.from(
    { length: 3 * pixels },
    (_, i) => data[(i % 3) * pixels + Math.floor(i / 3)],
  )
  return { width: third, height: second, channels: 3, data: together }
}
