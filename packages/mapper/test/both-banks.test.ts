import { parseChipConfig } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMade } from './support/check-made.js'
import { type MadeLayer, makeNetwork } from './support/made-network.js'
import { chip } from './support/random-chip.js'

/** Convolutions whose words a row are more than one bank holds, on chips whose accumulator file holds few of their pixels. */
const cases = fc
  .record({
    config: chip,
    channels: fc.integer({ min: 9, max: 40 }),
    outputs: fc.integer({ min: 1, max: 40 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    pad: fc.integer({ min: 0, max: 1 }),
    padding: fc.constantFrom<MadeLayer['padding']>('skip', 'code'),
    planes: fc.integer({ min: 1, max: 2 }),
    weights: fc.constantFrom<MadeLayer['weights']>('bipolar', 'ternary'),
    layers: fc.integer({ min: 1, max: 2 }),
    size: fc.integer({ min: 3, max: 6 }),
    spare: fc.integer({ min: 0, max: 3 }),
    seed: fc.nat({ max: 1000 }),
  })
  .map(({ config, channels, outputs, kernel, pad, padding, planes, weights, layers, size, spare, seed }) => {
    const layer: MadeLayer = {
      ...{ channels: outputs, kernel: [kernel, kernel], stride: [1, 1], dilation: [1, 1] },
      ...{
        pad: [pad, pad, pad, pad],
        padding,
        grouped: false,
        weights,
        planes,
        pool: undefined,
        joins: false,
      },
    }
    const map = { channels, width: size, height: size }
    const network = {
      map,
      inputPlanes: planes,
      channelsFirst: false,
      layers: Array(layers).fill(layer),
      seed,
    }
    const words = (weights === 'bipolar' ? 1 : 2) * kernel * kernel * Math.ceil(channels / config.lanes)
    const sizes = { weightDepth: Math.ceil(words / 2) + spare, accDepth: 2, actWords: 1000, accBits: 20 }
    return {
      network: makeNetwork(network),
      config: parseChipConfig({ ...config, ...sizes, paramDepth: 9 }, 'test'),
    }
  })

test('layers whose weights fit both banks together give their integers in the cycles that are promised', () => {
  let [both, single] = [0, 0]
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 4 }), fc.boolean(), (made, batch, storeAll) => {
      const pixels = Array.from({ length: batch }, (_, i) =>
        Uint8Array.from({ length: made.network.input.elements }, (_, at) => (97 * at + 31 * i) & 255),
      )
      for (const run of checkMade(made.network, made.config, { storeAll }, pixels).flat()) {
        if (run.both) both++
        else single++
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 40) },
  )
  expect(Math.min(both, single)).toBeGreaterThan(50)
})
