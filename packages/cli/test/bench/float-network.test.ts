import { evaluateNetwork, importOnnx, type NetworkShape, shapeNetwork } from '@concord/mapper'
import { expect, it } from 'vitest'
import { floatNetwork } from '../../src/bench/float-network.js'

const SHAPE: NetworkShape = {
  name: 'small',
  input: { channels: 3, width: 7, height: 6 },
  layers: [
    { name: 'a', channels: 9, kernel: 3, pad: 1, pool: [2, 2] },
    { name: 'b', channels: 5, kernel: 3, pad: 1, stride: 2 },
    { name: 'c', channels: 4, kernel: 2 },
  ],
}

it('a shape as float ONNX is imported as the network of the shape', () => {
  const own = shapeNetwork(SHAPE)
  const read = importOnnx(floatNetwork(SHAPE, 1))
  const { channels, width, height } = SHAPE.input
  for (const factor of [167, 59, 101]) {
    const pixels = Uint8Array.from({ length: own.input.elements }, (_, i) => (i * factor + factor) & 255)
    // The shape takes channels last, ONNX takes them first
    const first = pixels.map((_, i) => {
      const [c, p] = [Math.floor(i / (width * height)), i % (width * height)]
      return pixels[p * channels + c]
    })
    const expected = evaluateNetwork(own, pixels).map(({ sums, codes }) => Array.from(codes ?? sums))
    expect(evaluateNetwork(read, first).map(({ sums, codes }) => Array.from(codes ?? sums))).toEqual(expected)
  }
})

it('with grey values the first layer takes 8 bits', () => {
  const { layers } = importOnnx(floatNetwork(SHAPE, 8))
  expect(layers.map(({ inLevels }) => inLevels.count)).toEqual([256, 2, 2])
})
