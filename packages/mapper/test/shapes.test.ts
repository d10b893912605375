import { PRESETS } from '@concord/arch'
import { expect, test } from 'vitest'
import {
  evaluateNetwork,
  IMAGENET_SHAPES,
  layerMacs,
  mapNetwork,
  type NetworkShape,
  prepareSchedule,
  readOutput,
  SHORTCUT_SHAPES,
  shapeNetwork,
} from '../src/index.js'
import { runImages } from './support/run-program.js'

const bySize = (name: string): NetworkShape => IMAGENET_SHAPES.find((shape) => shape.name === name)!

test('QuickNet and AlexNet have the work that is known of them', () => {
  const macs = (name: string) =>
    IMAGENET_SHAPES.filter((shape) => shape.name.startsWith(name))
      .flatMap((shape) => shapeNetwork(shape).layers)
      .reduce((sum, layer) => sum + layerMacs(layer), 0)
  expect(Math.round(macs('quicknet') / 1e6)).toBe(1850)
  expect(Math.round(macs('xnor-alexnet') / 1e6)).toBe(1026)
})

test('ResNet-18 has the work that is known of it, and a cost on caravel', () => {
  const network = shapeNetwork(bySize('bireal-resnet18'))
  const macs = network.layers.reduce((sum, layer) => sum + layerMacs(layer), 0)
  expect(Math.round(macs / 1e6)).toBe(1676)
  const cost = prepareSchedule(network).cost(PRESETS.caravel, { batch: 1 })
  expect(cost.cycles).toBeGreaterThan(macs / 4096)
  expect(cost.cycles).toBeLessThan(2_000_000)
})

test('a shape of strides, padding and pooling gives its integers on the chip', () => {
  const { layers } = bySize('xnor-alexnet')
  const slim = layers.map((layer) => ({ ...layer, channels: layer.channels / 16 }))
  const network = shapeNetwork({ name: 'slim', input: { channels: 6, width: 27, height: 27 }, layers: slim })
  const image = Uint8Array.from({ length: network.input.elements }, (_, i) => (i * 89) % 256)
  runImages(mapNetwork(network, PRESETS.edge, { batch: 2 }), [image, image.toReversed()], (execution, i) => {
    const bytes = i === 0 ? image : image.toReversed()
    expect(readOutput(execution, i)).toEqual(evaluateNetwork(network, bytes).at(-1)!.sums)
  })
})

test('ResNet-18 with its shortcuts is an import like any other, and has a cost on residual', () => {
  const network = SHORTCUT_SHAPES[0].network()
  const macs = network.layers.reduce((sum, layer) => sum + layerMacs(layer), 0)
  // sixteen 3 × 3 convolutions and three 1 × 1 of the shortcuts
  expect(Math.round(macs / 1e6)).toBe(1696)
  const cost = prepareSchedule(network).cost(PRESETS.residual, { batch: 1 })
  expect(cost.cycles).toBeGreaterThan(macs / 4096)
  expect(cost.cycles).toBeLessThan(1_200_000)
})

test.each(SHORTCUT_SHAPES)('$name, slim, gives its integers on the chip', ({ network: make }) => {
  const network = make(8)
  const chip = { ...PRESETS.residual, postLanes: 4, actWords: 16384, residualWords: 65535 }
  const image = Uint8Array.from({ length: network.input.elements }, (_, i) => (i * 89) % 256)
  runImages(mapNetwork(network, chip, { batch: 1 }), [image], (execution, i) => {
    expect(readOutput(execution, i)).toEqual(evaluateNetwork(network, image).at(-1)!.sums)
  })
})
