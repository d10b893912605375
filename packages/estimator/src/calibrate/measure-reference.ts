import { type ChipConfig, PRESETS } from '@concord/arch'
import { cachedSynthesis } from '../synthesis/cached-synthesis.js'
import { abcScript } from '../synthesis/mapping-script.js'
import { readRtl } from '../synthesis/read-rtl.js'
import { REFERENCE_ROW, synthesiseRow } from '../synthesis/reference-row.js'
import { analyseTiming } from '../timing/analyse-timing.js'
import { sizeNetlist } from '../timing/size-netlist.js'
import type { Calibration } from './calibration.js'
import { KeyedStore } from './keyed-store.js'
import { hashOf } from './module-synthesis.js'

/** The chip whose clock is measured: all engines at the size of `edge`, with few rows and short memories so that it is mapped as a whole in minutes. */
const CHIP: ChipConfig = {
  ...PRESETS.edge,
  ...{ name: 'edge, 8 rows', rows: 8, actWords: 64 },
}

/** Synthesises the reference row, and the reference chip, mapped and sized for short paths, for its clock; measured once for the same RTL. */
export async function measureReference(pdkRoot: string | undefined): Promise<Calibration['reference']> {
  const store = new KeyedStore('calibrate/reference')
  const key = hashOf([
    JSON.stringify([
      readRtl('sky130'),
      REFERENCE_ROW,
      CHIP,
      abcScript(true, 'speed'),
      'sized, through open latches',
    ]),
  ])
  const known = await store.read(key)
  if (known !== undefined) return known as Calibration['reference']
  const { rowAreaPerLaneUm2, weightBankAreaPerBitUm2 } = await synthesiseRow(REFERENCE_ROW)
  const mapped = await cachedSynthesis(CHIP, { flatten: true, pdkRoot, goal: 'speed' })
  const { netlist } = await sizeNetlist(mapped, pdkRoot)
  const { corners } = await analyseTiming(netlist, CHIP.technology, pdkRoot)
  const reference = {
    ...{ rowAreaPerLaneUm2, weightBankAreaPerBitUm2, chip: CHIP.name },
    clockMhz: Object.fromEntries(corners.map(({ corner: at, clockMhz }) => [at, clockMhz])),
  }
  await store.write(key, reference)
  return reference
}
