import { readFileSync } from 'node:fs'
import { PRESETS } from '@concord/arch'
import { classify, Execution, evaluateAll, importOnnx, mapNetwork, placeNetwork } from '@concord/mapper'
import { runFast } from '@concord/sim'
import { describe, expect, it } from 'vitest'
import { joinedActivity } from '../../src/calibrate/joined-activity.js'
import { passStreams, shareCycles } from '../../src/run/pass-streams.js'

const images = [3, 7].map((factor) => Uint8Array.from({ length: 784 }, (_, i) => (i * factor) & 255))

describe('passes of a network with parts of the host', () => {
  it.each(['xnor-net-k', 'binaryconnect'])('%s: each pass has what the host made for it', (name) => {
    const file = readFileSync(new URL(`../../../../models/${name}.onnx`, import.meta.url))
    const network = placeNetwork(importOnnx(file), PRESETS.caravel)
    const program = mapNetwork(network, PRESETS.caravel, { batch: 1 })
    expect(network.segments.length).toBeGreaterThan(0)
    const runs = images.map((image) => passStreams(program, image))
    for (const [i, passes] of runs.entries()) {
      expect(passes.length).toBeGreaterThan(network.segments.length)
      const execution = new Execution(program)
      execution.setInput(0, images[i])
      for (const [index, { stream, cycles }] of passes.entries()) {
        const run = runFast(PRESETS.caravel, stream)
        expect(run.cycles).toBe(cycles)
        execution.take(index, run.output)
      }
      const { scores } = evaluateAll(network, images[i])
      expect(classify(execution, 0)).toEqual(scores)
    }
    for (const [index, { stream }] of runs[0].entries()) expect(stream).not.toEqual(runs[1][index].stream)
  })
})

describe('shares of passes', () => {
  it('are as long as the passes, one cycle at least, and no more than there are', () => {
    const passes = [{ cycles: 6000 }, { cycles: 3000 }, { cycles: 1 }]
    expect(shareCycles(passes, 3000)).toEqual([2000, 1000, 1])
    expect(shareCycles(passes, 100_000)).toEqual([6000, 3000, 1])
  })

  it('count by their cycles', () => {
    const part = (cycles: number, toggles: number[], high: number[]) => ({
      ...{ cycles, toggles: Uint32Array.from(toggles), high: Float64Array.from(high) },
    })
    const { cycles, toggles, high } = joinedActivity([part(30, [3, 0], [1, 0]), part(10, [5, 1], [0, 0.5])])
    expect([cycles, [...toggles], [...high]]).toEqual([40, [8, 1], [0.75, 0.125]])
  })
})
