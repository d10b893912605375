import { type ChipConfig, PRESETS } from '@concord/arch'
import { findPdk } from '../technology/find-pdk.js'
import { readRtl } from './read-rtl.js'
import { type SiliconBudgets, siliconBudgets } from './silicon-budgets.js'
import { type Synthesis, synthesise } from './synthesise.js'

/** Clock that the row is sized for: the floor of the budgets, 100 MHz. */
export const ROW_PERIOD_NS = 10

/** Partial sums of the row: its budgets leave them out, their load on its lines stays what it was when the budgets were set. */
const ROW_SUMS = 16

/** What of the row differs from `caravel`'s. */
export type RowShape = Pick<ChipConfig, 'lanes' | 'accBits' | 'popcountStages'>

/** The row that the budgets speak of. */
export const REFERENCE_ROW: RowShape = { lanes: 64, accBits: 16, popcountStages: 1 }

/** A row by itself, and what the budgets ask of it. */
export interface MeasuredRow extends SiliconBudgets, Pick<Synthesis, 'basis' | 'tool'> {
  readonly config: ChipConfig
}

/**
 * Synthesises one row with its weight banks and its accumulator file.
 *
 * @param rtl - another copy of the sources
 */
export async function synthesiseRow(shape: RowShape, rtl?: string): Promise<MeasuredRow> {
  const config: ChipConfig = { ...PRESETS.caravel, accDepth: ROW_SUMS, ...shape, rows: 1 }
  const { lanes, weightDepth, accDepth, accBits, popcountStages, technology, corner } = config
  const { blocks, basis, tool } = await synthesise(
    'concord_row',
    {
      ...{ Lanes: lanes, WeightDepth: weightDepth, AccDepth: accDepth, AccBits: accBits },
      PopcountStages: popcountStages,
    },
    { technology, corner },
    { flatten: false, pdkRoot: findPdk(), periodNs: ROW_PERIOD_NS, rtl: readRtl('sky130', rtl) },
  )
  return { config, basis, tool, ...siliconBudgets(config, blocks) }
}
