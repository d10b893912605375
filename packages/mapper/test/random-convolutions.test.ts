import { type ChipConfig, decodeProgram, encodeProgram } from '@concord/arch'
import { countCycles, runFast } from '@concord/sim'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MappingError } from '../src/errors.js'
import type { Network } from '../src/network/network.js'
import { Execution } from '../src/program/execution.js'
import { layerResults } from '../src/program/layer-results.js'
import { type MapOptions, mapNetwork } from '../src/program/map-network.js'
import { readOutput } from '../src/program/read-output.js'
import { evaluateMade, madeNetwork, makeNetwork } from './support/made-network.js'
import { chip } from './support/random-chip.js'

const image = fc.infiniteStream(fc.nat({ max: 255 }))

/** Maps, runs and compares; returns the number of passes, or 0 when the chip is too small. */
function check(
  network: Network,
  config: ChipConfig,
  options: MapOptions,
  pixels: readonly Uint8Array[],
): number {
  let program: ReturnType<typeof mapNetwork>
  try {
    program = mapNetwork(network, config, { ...options, batch: pixels.length })
  } catch (error) {
    if (error instanceof MappingError) return 0
    throw error
  }
  program = decodeProgram(encodeProgram(program))
  const execution = new Execution(program)
  for (const [i, bytes] of pixels.entries()) execution.setInput(i, bytes)
  for (const { index } of execution.passes) {
    const stream = execution.stream(index)
    const run = runFast(config, stream)
    expect(run.error).toBeUndefined()
    expect(run.cycles).toBe(countCycles(config, stream).cycles)
    execution.take(index, run.output)
  }
  for (const [i, bytes] of pixels.entries()) {
    const expected = evaluateMade(network, bytes)
    const results = layerResults(network, execution, i)
    expect(results.get(network.layers[network.layers.length - 1].id)).toEqual(readOutput(execution, i))
    for (const [id, values] of results) expect(values).toEqual(expected.get(id))
    if (options.storeAll) expect(results.size).toBe(network.layers.length)
  }
  return program.passes.length
}

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
        passes.push(check(network, config, { storeAll }, pixels))
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 40) },
  )
  const mapped = passes.filter((count) => count > 0)
  expect(mapped.length).toBeGreaterThan(passes.length / 4)
  expect(mapped.some((count) => count > 1)).toBe(true)
})
