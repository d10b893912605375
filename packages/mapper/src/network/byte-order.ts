import type { MapShape } from './map-shape.js'
import type { ByteOrder } from './network-input.js'

/** Number of the byte of an element; elements are numbered channel by channel. */
export function byteOf({ channels, height, width }: MapShape, byteOrder: ByteOrder, at: number): number {
  const pixels = height * width
  return byteOrder === 'channelsFirst' ? at : (at % pixels) * channels + Math.floor(at / pixels)
}
