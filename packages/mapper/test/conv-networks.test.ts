import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareLayers,
  evaluateAll,
  evaluateNetwork,
  importOnnx,
  interpret,
  type Network,
} from '../src/index.js'
import { inputValue } from '../src/network/input-code.js'
import { evaluatePlanes } from './support/plane-model.js'
import { buildConvNetwork, type ConvChoice, convChoice, inputBytes } from './support/random-conv-network.js'

/** Refusals that a random network may meet; each one is right. */
const REFUSALS = [
  'same for every input',
  'does not depend',
  'not on equally spaced',
  'scaled differently in different channels',
  'is none of its input',
  'a negative factor stands between two pools',
  'pads with 0 around a padding',
  'behind another pool',
]

/** Imports a random network; undefined for one that is refused. */
function importRandom(choice: ConvChoice): Network | undefined {
  try {
    return importOnnx(buildConvNetwork(choice))
  } catch (error) {
    if (REFUSALS.some((reason) => String(error).includes(reason))) return undefined
    throw error
  }
}

const bytes = fc.uint8Array({ minLength: 256, maxLength: 256 })

test('integers equal the reference interpreter in every layer, and scores at the end', () => {
  let checked = 0
  fc.assert(
    fc.property(convChoice, bytes, (choice, all) => {
      const network = importRandom(choice)
      if (network === undefined) return
      const image = all.subarray(0, inputBytes(choice))
      expect(compareLayers(network, image).difference).toBeUndefined()
      const reference = interpret(
        network.source,
        Array.from(image, (byte) => inputValue(network.input.scale, byte)),
      )
      const expected = Array.from(reference.get(network.source.outputs[0])!.data)
      const { values } = evaluateAll(network, image).scores
      expect(values.length).toBe(expected.length)
      for (const [c, value] of values.entries()) expect(value).toBeCloseTo(expected[c], 9)
      checked++
    }),
    { numRuns: 160 },
  )
  expect(checked).toBeGreaterThan(80)
})

test('planes, complemented where the smallest code of a window is wanted, give the same integers', () => {
  let [complemented, grouped] = [0, 0]
  fc.assert(
    fc.property(convChoice, bytes, fc.boolean(), (choice, all, expanded) => {
      const network = importRandom(choice)
      if (network === undefined) return
      const image = all.subarray(0, inputBytes(choice))
      const groups = network.layers.filter((layer) => layer.groups > 1).map(({ id }) => id)
      const results = evaluatePlanes(network, image, expanded ? { expand: new Set(groups) } : {})
      for (const [l, { sums, codes }] of evaluateNetwork(network, image).entries()) {
        const { id, pool } = network.layers[l]
        expect(Array.from(results.get(id)!)).toEqual(Array.from(codes ?? sums))
        if (pool?.minimum.includes(1)) complemented++
      }
      grouped += groups.length
    }),
    { numRuns: 80 },
  )
  expect(complemented).toBeGreaterThan(10)
  expect(grouped).toBeGreaterThan(10)
})
