import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMade } from './support/check-made.js'
import { madeNetwork, makeNetwork } from './support/made-network.js'
import { chip } from './support/random-chip.js'

const image = fc.infiniteStream(fc.nat({ max: 255 }))

test('random convolutional networks give their integers on random chips', () => {
  const passes: number[] = []
  fc.assert(
    fc.property(
      madeNetwork,
      chip,
      fc.integer({ min: 1, max: 4 }),
      image,
      fc.boolean(),
      (made, config, batch, bytes, storeAll) => {
        const network = makeNetwork(made)
        const pixels = Array.from({ length: batch }, () =>
          Uint8Array.from({ length: network.input.elements }, () => bytes.next().value!),
        )
        passes.push(checkMade(network, config, { storeAll }, pixels).length)
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 40) },
  )
  const mapped = passes.filter((count) => count > 0)
  expect(mapped.length).toBeGreaterThan(passes.length / 4)
  expect(mapped.some((count) => count > 1)).toBe(true)
})
