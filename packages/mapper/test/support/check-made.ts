import { type ChipConfig, decodeProgram, encodeProgram, type Instruction, parseStream } from '@concord/arch'
import { countCycles, runFast } from '@concord/sim'
import { expect } from 'vitest'
import { MappingError } from '../../src/errors.js'
import type { Network } from '../../src/network/network.js'
import { Execution } from '../../src/program/execution.js'
import { layerResults } from '../../src/program/layer-results.js'
import { type MapOptions, mapNetwork } from '../../src/program/map-network.js'
import { readOutput } from '../../src/program/read-output.js'
import { prepareSchedule } from '../../src/schedule/schedule-cost.js'
import { evaluateMade } from './made-network.js'

type Run = Extract<Instruction, { op: 'RUN' }>

/**
 * Maps a made network, runs it and compares results and cycles; returns the RUNs, pass by pass: none where the chip is too small.
 */
export function checkMade(
  network: Network,
  config: ChipConfig,
  options: MapOptions,
  pixels: readonly Uint8Array[],
): Run[][] {
  let program: ReturnType<typeof mapNetwork>
  try {
    program = mapNetwork(network, config, { ...options, batch: pixels.length })
  } catch (error) {
    if (error instanceof MappingError) return []
    throw error
  }
  program = decodeProgram(encodeProgram(program))
  const execution = new Execution(program)
  const runs: Run[][] = []
  const cycles: number[] = []
  for (const [i, bytes] of pixels.entries()) execution.setInput(i, bytes)
  for (const { index } of execution.passes) {
    const stream = execution.stream(index)
    const run = runFast(config, stream)
    expect(run.error).toBeUndefined()
    expect(run.cycles).toBe(countCycles(config, stream).cycles)
    execution.take(index, run.output)
    runs.push(parseStream(config, stream).flatMap(({ instruction: own }) => (own.op === 'RUN' ? [own] : [])))
    cycles.push(run.cycles)
  }
  const cost = prepareSchedule(network).cost(config, { ...options, batch: pixels.length })
  expect(cost.passes.map((pass) => pass.cycles)).toEqual(cycles)
  for (const [i, bytes] of pixels.entries()) {
    const expected = evaluateMade(network, bytes)
    const results = layerResults(network, execution, i)
    expect(results.get(network.layers[network.layers.length - 1].id)).toEqual(readOutput(execution, i))
    for (const [id, values] of results) expect(values).toEqual(expected.get(id))
    if (options.storeAll) expect(results.size).toBe(network.layers.length)
  }
  return runs
}
