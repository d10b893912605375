import { PRESETS } from '@concord/arch'
import { expect, test } from 'vitest'
import { areaParts } from '../../src/area/area-parts.js'
import { coreUm2 } from '../../src/area/core-area.js'
import { NEUTRAL } from '../../src/calibrate/calibration.js'
import { fitLayouts, type LayoutTruth } from '../../src/calibrate/layouts.js'

const { nano, edge } = PRESETS
const layout = (config = nano, factor = 1, utilisation?: number): LayoutTruth => {
  const { estimatedUm2 } = fitLayouts([{ config, run: '', cellAreaUm2: 1 }], NEUTRAL).comparisons[0]
  return {
    config,
    run: `runs/${config.name}`,
    cellAreaUm2: factor * estimatedUm2,
    coreAreaUm2: utilisation && estimatedUm2 / utilisation,
  }
}

test('growth and utilisation are those of the layouts, errors those of what the others say', () => {
  const fit = fitLayouts([layout(nano, 1.1, 0.5), layout(edge, 1.2, 0.6), layout(edge, 1.2)], NEUTRAL)
  expect(fit.layout.cellGrowth).toBeCloseTo(1.2, 4)
  expect(fit.layout.utilisation).toBeCloseTo(0.55, 4)
  expect(fit.layout.medianError).toBeCloseTo(0.05 / 1.2, 4)
  expect(fit.layout.worstError).toBeCloseTo(1.2 / 1.1 - 1, 4)
  expect(fit.comparisons.map(({ chip }) => chip)).toEqual(['nano', 'edge', 'edge'])
})

test('one layout has no error, and one without floorplan no utilisation', () => {
  const { layout: alone } = fitLayouts([layout(nano, 1.1)], NEUTRAL)
  expect(alone.cellGrowth).toBeCloseTo(1.1, 4)
  expect(alone).toEqual({ runs: ['runs/nano'], cellGrowth: alone.cellGrowth })
})

test('macros are no cells: the utilisation is that of what they leave of the core', () => {
  const config = { ...edge, actWords: 512, memories: { ...edge.memories, act: 'sram' as const } }
  const { macrosUm2 } = areaParts(config).activationBanks
  const { cellAreaUm2: cellsUm2 } = layout(config)
  expect(macrosUm2).toBeGreaterThan(cellsUm2 / 4)
  const coreAreaUm2 = cellsUm2 / 0.5 + macrosUm2
  const fit = fitLayouts([{ ...layout(config, 1.1), coreAreaUm2 }, layout(edge, 1.1, 0.5)], NEUTRAL)
  for (const { utilisation } of fit.comparisons) expect(utilisation).toBeCloseTo(0.5, 9)
  expect(fit.layout.cellGrowth).toBeCloseTo(1.1, 4)
  expect(coreUm2({ cellsUm2, macrosUm2 }, fit.layout.utilisation!)).toBeCloseTo(coreAreaUm2, 3)
})
