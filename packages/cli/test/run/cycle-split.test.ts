import { PRESETS, type PresetName } from '@concord/arch'
import type { NetworkFile } from '@concord/mapper'
import { beforeAll, describe, expect, it } from 'vitest'
import { mapModel } from '../../src/io/load-program.js'
import { readModel } from '../../src/io/model-file.js'
import { countProgram } from '../../src/run/count-program.js'
import { splitCycles, totalOf } from '../../src/run/cycle-split.js'
import { MODEL } from '../support/concord.js'

let model: NetworkFile
beforeAll(async () => {
  model = await readModel(MODEL)
})

describe.each(['nano', 'edge', 'caravel'] as PresetName[])('splitCycles on %s', (chip) => {
  it.each([
    [1, 1],
    [3, 2],
  ])('counts every cycle once, at intervals of %d and %d', (inputInterval, outputInterval) => {
    const program = mapModel(model, PRESETS[chip], 5)
    const { cycles, counters, passes } = countProgram(program, {
      inputInterval,
      outputInterval,
    })
    const { layers, rest } = splitCycles(program, passes)
    const all = [...layers, rest]
    const sum = (part: 'compute' | 'load' | 'drain' | 'stalls') =>
      all.reduce((n, split) => n + split[part], 0)
    expect(all.reduce((n, split) => n + totalOf(split), 0)).toBe(cycles)
    expect(sum('compute')).toBe(counters.computeBusy)
    expect(sum('drain')).toBe(counters.computeWaitPost)
    expect(sum('load')).toBeGreaterThan(0)
    expect(sum('load')).toBeLessThanOrEqual(counters.loadBusy + counters.loadWaitStream)
    expect(Math.min(...all.flatMap((split) => Object.values(split)))).toBeGreaterThanOrEqual(0)
    for (const [i, { words }] of program.layers.entries()) expect(layers[i].compute).toBe(5 * words)
  })
})
