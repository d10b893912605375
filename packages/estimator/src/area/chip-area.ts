import type { ChipConfig } from '@concord/arch'
import { NEUTRAL } from '../calibrate/calibration.js'
import { loadCalibration } from '../calibrate/load-calibration.js'
import { perChip } from '../chip-cache.js'
import type { Basis } from '../figure.js'
import { BLOCK_NAMES } from '../structure/blocks.js'
import { memoByReads } from '../structure/memo-by-reads.js'
import { loadTechnology } from '../technology/load-technology.js'
import { calibratedUm2, structureAreas } from './area-parts.js'
import { coreUm2 } from './core-area.js'

/** Calibrated areas of a chip, as numbers. */
export interface ChipArea {
  /** Of each block, at its place in `BLOCK_NAMES`, macros included. */
  readonly blocksUm2: readonly number[]
  /** Sum of the blocks. */
  readonly totalUm2: number
  readonly macrosUm2: number
  readonly dieUm2: number
}

/** What the calibration of a chip's technology puts in front of the logic of each block. */
const logicCoefficients = memoByReads(({ technology }) => {
  const { logic } = loadCalibration(technology)?.coefficients ?? NEUTRAL
  return BLOCK_NAMES.map((name) => logic[name] ?? 1)
})

/** Composes the area of a chip from its structure, the cell facts of its technology, and the technology's calibration. */
export const chipArea: (config: ChipConfig) => ChipArea = perChip((config) => {
  const areas = structureAreas(config)
  const coefficients = logicCoefficients(config)
  const blocksUm2: number[] = []
  let [totalUm2, macrosUm2] = [0, 0]
  for (let i = 0; i < BLOCK_NAMES.length; i++) {
    const ownUm2 = areas.macrosUm2[i]!
    const areaUm2 = calibratedUm2(areas.storageUm2[i]!, areas.logicUm2[i]!, coefficients[i]) + ownUm2
    blocksUm2.push(areaUm2)
    totalUm2 += areaUm2
    macrosUm2 += ownUm2
  }
  const dieUm2 = coreUm2({ cellsUm2: totalUm2 - macrosUm2, macrosUm2 }, utilisationOf(config).ratio)
  return { blocksUm2, totalUm2, macrosUm2, dieUm2 }
})

/** Part of the core that estimated cells are: that of the layouts of the calibration, else what the technology's recipe says. */
export const utilisationOf = memoByReads(
  ({ technology }): { readonly ratio: number; readonly source: string; readonly basis: Basis } => {
    const layout = loadCalibration(technology)?.layout
    if (layout?.utilisation === undefined)
      return { ...loadTechnology(technology).utilisation, basis: 'extrapolated' }
    return {
      ratio: layout.utilisation,
      source: `median of ${layout.runs.length} layouts`,
      basis: 'measured',
    }
  },
)
