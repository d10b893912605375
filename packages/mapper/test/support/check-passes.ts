import { type ChipConfig, decodeProgram, encodeProgram } from '@concord/arch'
import { runFast } from '@concord/sim'
import { expect } from 'vitest'
import { classify, Execution, evaluateAll, layerResults, mapNetwork, type Network } from '../../src/index.js'

/** Maps a network, runs all passes and compares every layer that comes back, and the scores. @returns the passes */
export function checkPasses(
  placed: Network,
  config: ChipConfig,
  storeAll: boolean,
  inputs: readonly Uint8Array[],
): number {
  const program = decodeProgram(encodeProgram(mapNetwork(placed, config, { batch: inputs.length, storeAll })))
  const execution = new Execution(program)
  for (const [i, image] of inputs.entries()) execution.setInput(i, image)
  for (const { index } of execution.passes) {
    const { output, error } = runFast(config, execution.stream(index))
    expect(error).toBeUndefined()
    execution.take(index, output)
  }
  for (const [i, image] of inputs.entries()) {
    const { layers, results, scores } = evaluateAll(placed, image)
    const got = layerResults(placed, execution, i)
    for (const [id, values] of results) if (got.has(id)) expect(got.get(id)).toEqual(values)
    for (const [l, { sums, codes }] of layers.entries()) {
      const own = got.get(placed.layers[l].id)
      if (storeAll || own !== undefined) expect(own).toEqual(codes ?? sums)
    }
    expect(classify(execution, i)).toEqual(scores)
  }
  return program.passes.length
}
