import { type ChipConfig, PRESETS } from '@concord/arch'
import { cachedSynthesis } from '../synthesis/cached-synthesis.js'
import { readRtl } from '../synthesis/read-rtl.js'
import { siliconBudgets } from '../synthesis/silicon-budgets.js'
import { synthesise } from '../synthesis/synthesise.js'
import { analyseTiming } from '../timing/analyse-timing.js'
import type { Calibration } from './calibration.js'
import { KeyedStore } from './keyed-store.js'
import { hashOf } from './module-synthesis.js'

/** The row that is measured; its other parameters are those of `caravel`. */
const ROW = { rows: 1, lanes: 64, accBits: 16, popcountStages: 1 } as const

/** Synthesises the reference row, and a chip for its clock; measured once for the same RTL. */
export async function measureReference(
  chip: ChipConfig,
  pdkRoot: string | undefined,
): Promise<Calibration['reference']> {
  const store = new KeyedStore('calibrate/reference')
  const rtl = readRtl('sky130')
  const key = hashOf([JSON.stringify([rtl, ROW, chip])])
  const known = await store.read(key)
  if (known !== undefined) return known as Calibration['reference']
  const row = { ...PRESETS.caravel, ...ROW }
  const { lanes, accBits, popcountStages, weightDepth, accDepth, technology, corner } = row
  const { blocks } = await synthesise(
    'concord_row',
    {
      ...{ Lanes: lanes, WeightDepth: weightDepth, AccDepth: accDepth, AccBits: accBits },
      PopcountStages: popcountStages,
    },
    { technology, corner },
    { flatten: false, pdkRoot, rtl },
  )
  const { netlist } = await cachedSynthesis(chip, { flatten: true, pdkRoot })
  const { corners } = await analyseTiming(netlist, chip.technology, pdkRoot)
  const reference = {
    ...siliconBudgets(row, blocks),
    chip: chip.name,
    clockMhz: Object.fromEntries(corners.map(({ corner: at, clockMhz }) => [at, clockMhz])),
  }
  await store.write(key, reference)
  return reference
}
