import type { ChipConfig } from '@concord/arch'
import { type Calibration, NEUTRAL } from '../calibrate/calibration.js'
import { loadCalibration } from '../calibrate/load-calibration.js'
import type { Basis } from '../figure.js'
import { BLOCK_NAMES } from '../structure/blocks.js'
import { loadTechnology } from '../technology/load-technology.js'
import type { Technology } from '../technology/technology.js'
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

/** Composes the area of a chip from its structure, the cell facts of its technology, and the technology's calibration. */
export function chipArea(config: ChipConfig): ChipArea {
  const calibration = loadCalibration(config.technology)
  const { logic } = calibration?.coefficients ?? NEUTRAL
  const areas = structureAreas(config)
  const blocksUm2: number[] = []
  let [totalUm2, macrosUm2] = [0, 0]
  for (let i = 0; i < BLOCK_NAMES.length; i++) {
    const ownUm2 = areas.macrosUm2[i]!
    const areaUm2 = calibratedUm2(areas.storageUm2[i]!, areas.logicUm2[i]!, logic[BLOCK_NAMES[i]!]) + ownUm2
    blocksUm2.push(areaUm2)
    totalUm2 += areaUm2
    macrosUm2 += ownUm2
  }
  const { ratio } = utilisationOf(loadTechnology(config.technology), calibration)
  const dieUm2 = coreUm2({ cellsUm2: totalUm2 - macrosUm2, macrosUm2 }, ratio)
  return { blocksUm2, totalUm2, macrosUm2, dieUm2 }
}

/** Part of the core that estimated cells are: that of the layouts of the calibration, else what the technology's recipe says. */
export function utilisationOf(
  { utilisation }: Technology,
  calibration: Calibration | undefined,
): { ratio: number; source: string; basis: Basis } {
  const measured = calibration?.layout?.utilisation
  if (measured === undefined) return { ...utilisation, basis: 'extrapolated' }
  return {
    ratio: measured,
    source: `median of ${calibration!.layout!.runs.length} layouts`,
    basis: 'measured',
  }
}
