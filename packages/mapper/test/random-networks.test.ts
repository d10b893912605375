import { decodeProgram, encodeProgram } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countCycles, runFast } from '../../sim/src/index.js'
import {
  classify,
  evaluateNetwork,
  importOnnx,
  MappingError,
  mapNetwork,
  type Network,
  packInput,
  readOutput,
  runHead,
} from '../src/index.js'
import { executeStream } from './support/chip-model.js'
import { chip } from './support/random-chip.js'
import { buildNetwork, networkChoice } from './support/random-network.js'
import { codeValues, interpretBytes } from './support/reference.js'

const images = fc.array(fc.uint8Array({ minLength: 70, maxLength: 70 }), { minLength: 1, maxLength: 5 })

/** Imports a random network; undefined for one whose results never change, which is refused. */
function importRandom(bytes: Uint8Array): Network | undefined {
  try {
    return importOnnx(bytes)
  } catch (error) {
    if (/same for every input|does not depend|not on equally spaced/.test(String(error))) return undefined
    throw error
  }
}

test('integers equal the reference interpreter in every layer', () => {
  let checked = 0
  fc.assert(
    fc.property(networkChoice, images, (choice, pixels) => {
      const network = importRandom(buildNetwork(choice))
      if (network === undefined) return
      for (const image of pixels) {
        const bytes = image.subarray(0, choice.inputs)
        const reference = interpretBytes(network, bytes)
        for (const [l, { sums, codes }] of evaluateNetwork(network, bytes).entries()) {
          const { quantiser, tensor, weightUnits, inLevels } = network.layers[l]
          const values = reference.get(tensor)
          if (values)
            expect(Array.from(sums, (s, c) => s * weightUnits[c] * inLevels.unit + 0)).toEqual(
              Array.from(values, (v) => v + 0),
            )
          if (quantiser) {
            const expected = Array.from(reference.get(quantiser.tensor)!, (v) => v + 0)
            expect(codeValues(quantiser.levels, codes!).map((v) => v + 0)).toEqual(expected)
          } else {
            const result = reference.get(network.source.outputs[0])!
            const scores = runHead(network.head, sums)
            if (choice.head === 'top') expect(result).toEqual(Float64Array.of(scores.label))
            else expect(scores.values.map((v) => v + 0)).toEqual(Array.from(result, (v) => v + 0))
          }
        }
        checked++
      }
    }),
    { numRuns: 300 },
  )
  expect(checked).toBeGreaterThan(300)
})

test('programs give the same integers on any chip', () => {
  let run = 0
  fc.assert(
    fc.property(networkChoice, chip, images, fc.boolean(), (choice, config, pixels, counted) => {
      const network = importRandom(buildNetwork(choice))
      if (network === undefined) return
      const batch = pixels.length
      const mapped = (() => {
        try {
          return mapNetwork(network, config, counted ? { batch, countCycles } : { batch })
        } catch (error) {
          if (error instanceof MappingError) return undefined
          throw error
        }
      })()
      if (mapped === undefined) return
      const program = decodeProgram(encodeProgram(mapped))
      for (const [i, image] of pixels.entries()) packInput(program, i, image.subarray(0, choice.inputs))
      const fast = runFast(config, program.stream)
      expect(fast.error).toBeUndefined()
      expect(fast.cycles).toBe(countCycles(config, program.stream).cycles)
      expect(fast.output).toEqual(executeStream(config, program.stream))
      for (const [i, image] of pixels.entries()) {
        const { sums } = evaluateNetwork(network, image.subarray(0, choice.inputs)).at(-1)!
        expect(readOutput(program, fast.output, i)).toEqual(sums)
        const scores = classify(program, fast.output, i)
        expect(scores).toEqual(runHead(network.head, sums))
      }
      run++
    }),
    { numRuns: 200 },
  )
  expect(run).toBeGreaterThan(60)
})
