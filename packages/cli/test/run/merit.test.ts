import { ACTIVITY_NAMES } from '@concord/arch'
import { estimateArea, estimateEnergy } from '@concord/estimator'
import { describe, expect, it } from 'vitest'
import { describeMerit } from '../../src/run/describe-merit.js'
import { energyByLayer } from '../../src/run/energy-by-layer.js'
import { meritOf } from '../../src/run/merit.js'
import { SAMPLE_RECORD } from '../support/sample-record.js'

const { chipConfig, layers } = SAMPLE_RECORD
const activity = Object.fromEntries(
  ACTIVITY_NAMES.map((name, i) => [name, 1000 + i]),
) as unknown as typeof SAMPLE_RECORD.switching.activity
const record = { ...SAMPLE_RECORD, switching: { activity, executions: 1, inputs: 10 } }

describe('energy by layer', () => {
  const blocks = [
    { name: 'lanes', switchingNj: 8, standingNj: 0 },
    { name: 'loadEngine', switchingNj: 4, standingNj: 0 },
    { name: 'weightBanks', switchingNj: 2, standingNj: 0 },
    { name: 'counters', switchingNj: 1, standingNj: 5 },
  ]
  const split = energyByLayer(blocks, layers)

  it('adds up to the whole', () => {
    expect(split.reduce((sum, { energyNj }) => sum + energyNj, 0)).toBeCloseTo(20, 9)
    expect(split.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
  })

  it('follows words, loads and cycles', () => {
    const share = (of: (layer: (typeof layers)[number]) => number): number =>
      of(layers[0]) / layers.reduce((sum, layer) => sum + of(layer), 0)
    const words = share((layer) => layer.words)
    const loads = share((layer) => layer.cycles.load)
    const cycles = share((layer) => layer.cycles.total)
    expect(split[0].energyNj).toBeCloseTo(8 * words + 4 * loads + (words + loads) + 6 * cycles, 9)
    expect(split[0].energyPerOpPj).toBeCloseTo((1e3 * split[0].energyNj) / (2 * 784 * 256), 9)
  })

  it('leaves the host out, and shares evenly what no layer causes', () => {
    const host = { ...layers[1], place: 'host' } as const
    expect(energyByLayer(blocks, [layers[0], host]).map(({ name }) => name)).toEqual([layers[0].name])
    const idle = layers.slice(0, 2).map((layer) => ({ ...layer, words: 0 }))
    expect(energyByLayer([blocks[0]], idle).map(({ energyNj }) => energyNj)).toEqual([4, 4])
  })
})

describe('figures of merit', () => {
  const merit = meritOf(chipConfig, record)
  const energy = estimateEnergy(chipConfig, activity, record.cycles.perExecution)
  const perInputPj = (1e3 * energy.totalNj.value * record.cycles.executions) / record.inputs

  it('follow from energy, operations, time and area; 1 MAC = 2 OP', () => {
    const macs = layers.reduce((sum, layer) => sum + layer.macs, 0)
    expect(merit.opsPerInput).toBe(2 * macs)
    expect(merit.energyPerOpPj).toBeCloseTo(perInputPj / (2 * macs), 9)
    expect(merit.topsPerWatt).toBeCloseTo(1 / merit.energyPerOpPj, 9)
    expect(merit.laneTopsPerWatt).toBeCloseTo(energy.topsPerWatt.value, 9)
    expect(merit.peakTops).toBeCloseTo((2 * 32 * 32 * 100) / 1e6, 9)
    const dieMm2 = estimateArea(chipConfig).dieAreaUm2.value / 1e6
    expect(merit.peakTopsPerMm2).toBeCloseTo(merit.peakTops / dieMm2, 9)
    expect(merit.tops).toBeCloseTo((2 * macs) / 15.82 / 1e6, 9)
    expect(merit.layers.reduce((sum, { energyNj }) => sum + energyNj, 0)).toBeCloseTo(perInputPj / 1e3, 6)
  })

  it('are said with what they mean, beside published chips', () => {
    const text = describeMerit(merit, chipConfig.clockMhz)
    expect(text).toContain('1 MAC = 2 OP')
    expect(text).toContain('XNORBIN')
    expect(text).toContain('65 nm, 0.8 V')
    for (const { name } of layers) expect(text).toContain(name)
  })
})
