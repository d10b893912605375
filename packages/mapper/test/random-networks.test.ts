import { type ChipConfig, decodeProgram, encodeProgram } from '@concord/arch'
import { countCycles, runFast } from '@concord/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  classify,
  Execution,
  evaluateNetwork,
  importOnnx,
  type MapOptions,
  MappingError,
  mapNetwork,
  type Network,
  readOutput,
  runHead,
} from '../src/index.js'
import { executeStream } from './support/chip-model.js'
import { chip } from './support/random-chip.js'
import { buildNetwork, type NetworkChoice, networkChoice } from './support/random-network.js'
import { codeValues, interpretBytes } from './support/reference.js'
import { runPasses } from './support/run-program.js'

const image = fc.uint8Array({ minLength: 70, maxLength: 70 })
const images = fc.array(image, { minLength: 1, maxLength: 5 })

/** Imports a random network; undefined for one whose results never change, which is refused. */
function importRandom(choice: NetworkChoice): Network | undefined {
  try {
    return importOnnx(buildNetwork(choice))
  } catch (error) {
    if (/same for every input|does not depend|not on equally spaced/.test(String(error))) return undefined
    throw error
  }
}

const plain = (values: ArrayLike<number>): number[] => Array.from(values, (value) => value + 0)

test('integers equal the reference interpreter in every layer', () => {
  let checked = 0
  const checkLayers = (network: Network, choice: NetworkChoice, bytes: Uint8Array): void => {
    const reference = interpretBytes(network, bytes)
    for (const [l, { sums, codes }] of evaluateNetwork(network, bytes).entries()) {
      const { quantiser, tensor, weightUnits, inLevels } = network.layers[l]
      const values = reference.get(tensor)
      if (values)
        expect(plain(Array.from(sums, (s, c) => s * weightUnits[c] * inLevels.unit))).toEqual(plain(values))
      if (quantiser) {
        const expected = plain(reference.get(quantiser.tensor)!)
        expect(plain(codeValues(quantiser.levels, codes!))).toEqual(expected)
      } else {
        const result = reference.get(network.source.outputs[0])!
        const scores = runHead(network.head, sums)
        expect(choice.head === 'top' ? [scores.label] : plain(scores.values)).toEqual(plain(result))
      }
    }
    checked++
  }
  fc.assert(
    fc.property(networkChoice, images, (choice, pixels) => {
      const network = importRandom(choice)
      for (const bytes of network ? pixels : [])
        checkLayers(network!, choice, bytes.subarray(0, choice.inputs))
    }),
    { numRuns: 200 },
  )
  expect(checked).toBeGreaterThan(200)
})

/**
 * Maps, runs and reads out; every result must be the network's.
 *
 * @returns input slots, or 0 when the network does not fit the chip
 */
function checkProgram(
  choice: NetworkChoice,
  config: ChipConfig,
  pixels: readonly Uint8Array[],
  options: MapOptions,
): number {
  const network = importRandom(choice)
  if (network === undefined) return 0
  const mapped = (() => {
    try {
      return mapNetwork(network, config, { batch: pixels.length, ...options })
    } catch (error) {
      if (error instanceof MappingError) return undefined
      throw error
    }
  })()
  if (mapped === undefined) return 0
  const program = decodeProgram(encodeProgram(mapped))
  const execution = new Execution(program)
  for (const [i, bytes] of pixels.entries()) execution.setInput(i, bytes.subarray(0, choice.inputs))
  runPasses(execution, (stream) => {
    const fast = runFast(config, stream)
    expect(fast.error).toBeUndefined()
    expect(fast.cycles).toBe(countCycles(config, stream).cycles)
    expect(fast.output).toEqual(executeStream(config, stream))
    return fast.output
  })
  for (const [i, bytes] of pixels.entries()) {
    const { sums } = evaluateNetwork(network, bytes.subarray(0, choice.inputs)).at(-1)!
    expect(readOutput(execution, i)).toEqual(sums)
    expect(classify(execution, i)).toEqual(runHead(network.head, sums))
  }
  return program.inputs.length
}

test('programs give the same integers on any chip', () => {
  let run = 0
  fc.assert(
    fc.property(networkChoice, chip, images, fc.boolean(), (choice, config, pixels, storeAll) => {
      if (checkProgram(choice, config, pixels, { storeAll }) > 0) run++
    }),
    { numRuns: 100 },
  )
  expect(run).toBeGreaterThan(30)
})

test('inputs that do not fit a bank come block by block', () => {
  let reloaded = 0
  const wide = fc
    .tuple(networkChoice, fc.integer({ min: 33, max: 70 }))
    .map(([choice, inputs]): NetworkChoice => {
      const layers = [...choice.layers, ...choice.layers].map((layer) => ({
        ...layer,
        outputs: 1 + (layer.outputs % 12),
      }))
      return { ...choice, inputs, layers }
    })
  const tight = fc
    .tuple(chip, fc.integer({ min: 9, max: 24 }), fc.integer({ min: 4, max: 15 }))
    .map(([config, actWords, paramDepth]) => ({
      ...config,
      lanes: 8,
      rows: 4,
      postLanes: 2,
      streamBits: 8 as const,
      actWords,
      paramDepth,
    }))
  const schedule = fc.record({ resident: fc.integer({ min: 2, max: 6 }) })
  const many = fc.array(image, { minLength: 6, maxLength: 9 })
  fc.assert(
    fc.property(wide, tight, many, schedule, (choice, config, pixels, options) => {
      const slots = checkProgram(choice, config, pixels, options)
      if (slots > pixels.length) reloaded++
    }),
    { numRuns: 160 },
  )
  expect(reloaded).toBeGreaterThan(4)
})
