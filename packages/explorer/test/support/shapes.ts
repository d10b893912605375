import { type Network, shapeNetwork } from '@concord/mapper'
import * as fc from 'fast-check'
import { anyNetworkShape, madeNetwork } from './networks.js'

/** What `shapeNetwork` makes networks of. */
type ConvShape = Parameters<typeof shapeNetwork>[0]

const upTo = (max: number, min = 1) => fc.integer({ min, max })

const anyLayer = fc.record({
  channels: upTo(40),
  kernel: upTo(3),
  stride: upTo(2),
  pad: upTo(2, 0),
  isPooled: fc.boolean(),
})

/** Small networks of convolutions with borders: pixels there have fewer taps, or none. */
const anyConvShape: fc.Arbitrary<ConvShape> = fc
  .record({
    input: fc.record({ channels: upTo(40), width: upTo(9, 3), height: upTo(9, 3) }),
    layers: fc.array(anyLayer, { minLength: 1, maxLength: 3 }),
  })
  .map(({ input, layers }) => {
    let { width, height } = input
    let smallest = Number.POSITIVE_INFINITY
    const made = layers.map(({ isPooled, ...layer }, i) => {
      const sizeOf = (pixels: number) =>
        Math.floor((pixels + 2 * layer.pad - layer.kernel) / layer.stride) + 1
      ;[width, height] = [sizeOf(width), sizeOf(height)]
      // Sums, which the last layer leaves, cannot be pooled
      const pools = isPooled && i < layers.length - 1
      if (pools) [width, height] = [Math.floor(width / 2), Math.floor(height / 2)]
      smallest = Math.min(smallest, width, height)
      return { name: `conv${i}`, ...layer, ...(pools && { pool: [2, 2] as const }) }
    })
    return { input, layers: made, isLegal: smallest >= 1 }
  })
  .filter(({ isLegal }) => isLegal)
  .map(({ input, layers }) => ({ name: 'convolutions', input, layers }))

/** A small network, fully connected or of convolutions. */
export const anyNetwork: fc.Arbitrary<Network> = fc.oneof(
  anyNetworkShape.map((shape) => madeNetwork(shape)),
  anyConvShape.map(shapeNetwork),
)
