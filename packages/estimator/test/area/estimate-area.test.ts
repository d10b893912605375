import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AreaEstimate, estimateArea } from '../../src/area/estimate-area.js'
import { BLOCK_NAMES, type BlockName } from '../../src/structure/blocks.js'
import { chips } from '../chips.js'
import { countCells } from '../count-cells.js'

const blockUm2 = (estimate: AreaEstimate, name: BlockName): number =>
  estimate.blocks.find((block) => block.name === name)!.areaUm2.value

/** A larger value of each field, and the blocks that must not shrink with it. */
const GROWTH: readonly [keyof ChipConfig, (config: ChipConfig) => ChipConfig, readonly BlockName[]][] = [
  ['rows', (c) => ({ ...c, rows: 2 * c.rows }), ['lanes', 'weightBanks', 'accumulatorFile', 'operands']],
  ['lanes', (c) => ({ ...c, lanes: 2 * c.lanes }), ['lanes', 'weightBanks', 'activationBanks', 'operands']],
  ['weightDepth', (c) => ({ ...c, weightDepth: c.weightDepth + 1 }), ['weightBanks']],
  ['accDepth', (c) => ({ ...c, accDepth: c.accDepth + 1 }), ['accumulatorFile']],
  [
    'accBits',
    (c) => ({ ...c, accBits: c.accBits + 1 }),
    ['lanes', 'accumulatorFile', 'thresholds', 'postUnit'],
  ],
  ['actBanks', (c) => ({ ...c, actBanks: c.actBanks + 1 }), ['activationBanks', 'ownership']],
  ['actWords', (c) => ({ ...c, actWords: c.actWords + 1 }), ['activationBanks']],
  ['paramDepth', (c) => ({ ...c, paramDepth: c.paramDepth + 1 }), ['thresholds']],
  ['pairDepth', (c) => ({ ...c, pairDepth: c.pairDepth + 1 }), ['computeEngine']],
  ['queueDepth', (c) => ({ ...c, queueDepth: c.queueDepth + 1 }), ['queues']],
  ['counterBits', (c) => ({ ...c, counterBits: c.counterBits + 1 }), ['counters']],
]

describe('estimateArea', () => {
  it('adds up: blocks, shares and cells', () => {
    fc.assert(
      fc.property(chips, (config) => {
        const estimate = estimateArea(config)
        const sum = estimate.blocks.reduce((area, block) => area + block.areaUm2.value, 0)
        expect(estimate.blocks.map(({ name }) => name)).toEqual(BLOCK_NAMES)
        expect(sum).toBeCloseTo(estimate.cellAreaUm2.value, 3)
        expect(estimate.blocks.reduce((share, block) => share + block.share, 0)).toBeCloseTo(1, 9)
        expect(estimate.blocks.reduce((cells, block) => cells + countCells(block.cells), 0)).toBe(
          estimate.cells,
        )
        expect(estimate.dieAreaUm2.value * estimate.utilisation.value).toBeCloseTo(sum, 3)
        for (const block of estimate.blocks) expect(block.areaUm2.value).toBeGreaterThan(0)
      }),
    )
  })

  it.each(GROWTH)('more %s, more area', (_field, grow, blocks) => {
    fc.assert(
      fc.property(chips, (config) => {
        const before = estimateArea(config)
        const after = estimateArea(grow(config))
        for (const block of blocks) expect(blockUm2(after, block)).toBeGreaterThan(blockUm2(before, block))
      }),
    )
  })

  it('a memory of flip-flops is larger than one of latches', () => {
    for (const memory of ['weight', 'act', 'acc', 'param'] as const) {
      const flops = { ...PRESETS.edge, memories: { ...PRESETS.edge.memories, [memory]: 'flop' as const } }
      expect(estimateArea(flops).cellAreaUm2.value).toBeGreaterThan(
        estimateArea(PRESETS.edge).cellAreaUm2.value,
      )
    }
  })

  it('a lane costs more than its floor: XNOR and a full adder', () => {
    fc.assert(
      fc.property(chips, (config) => {
        const floorUm2 = 8.76 + (20.02 * (config.lanes - Math.log2(config.lanes) - 1)) / config.lanes
        expect(estimateArea({ ...config, popcountStages: 0 }).rowAreaPerLaneUm2.value).toBeGreaterThan(
          floorUm2,
        )
      }),
    )
  })

  it('the lanes themselves approach the floor of 27.5 µm² and stay below 60 in a row of 512', () => {
    const wideRow = { ...PRESETS.caravel, lanes: 512 }
    const perLane = estimateArea(wideRow).rowAreaPerLaneUm2.value
    expect(perLane).toBeGreaterThan(27.5)
    expect(perLane).toBeLessThan(60)
  })

  it('a weight bit lies between a bare latch and the synthesised bank with its clock gates', () => {
    const perBit = estimateArea(PRESETS.caravel).weightBankAreaPerBitUm2.value
    expect(perBit).toBeGreaterThan(15.0)
    expect(perBit).toBeLessThan(24)
  })

  it('claims no accuracy', () => {
    const estimate = estimateArea(PRESETS.nano)
    const figures = [
      estimate.cellAreaUm2,
      estimate.dieAreaUm2,
      estimate.rowAreaPerLaneUm2,
      ...estimate.blocks.map(({ areaUm2 }) => areaUm2),
    ]
    for (const figure of figures) {
      expect(figure.basis).toBe('composed')
      expect(figure.error).toContain('held-out chips')
      expect(figure.note).not.toBe('')
    }
  })
})
