import { type ChipConfig, decodeProgram, encodeProgram, type Program, programPasses } from '@concord/arch'
import { countCycles } from '@concord/sim'
import { expect } from 'vitest'
import {
  evaluateNetwork,
  layerResults,
  MappingError,
  mapNetwork,
  type Network,
  prepareSchedule,
} from '../../src/index.js'
import { runImages } from './run-program.js'

/**
 * Maps a network to a chip, and expects every stored layer to be as the network says and every pass to take the cycles that
 * its schedule counts; false where the network does not fit the chip.
 */
export function expectChipEqual(
  network: Network,
  chip: ChipConfig,
  images: readonly Uint8Array[],
  storeAll: boolean,
): boolean {
  const options = { batch: images.length, storeAll }
  let program: Program
  try {
    program = decodeProgram(encodeProgram(mapNetwork(network, chip, options)))
  } catch (error) {
    expect(error).toBeInstanceOf(MappingError)
    return false
  }
  runImages(program, images, (execution, i, image) => {
    const expected = evaluateNetwork(network, images[image])
    const results = layerResults(network, execution, i)
    for (const [at, { id }] of network.layers.entries()) {
      const own = results.get(id)
      const { codes, sums } = expected[at]
      if (own) expect([id, Array.from(own)]).toEqual([id, Array.from(codes ?? sums)])
    }
  })
  const cycles = programPasses(program).map(({ stream }) => countCycles(chip, stream).cycles)
  const { passes } = prepareSchedule(network).cost(chip, options)
  expect(passes.map((pass) => pass.cycles)).toEqual(cycles)
  return true
}
