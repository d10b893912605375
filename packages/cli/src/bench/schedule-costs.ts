import { type ChipConfig, ConfigError, PRESETS, parseChipConfig } from '@concord/arch'
import {
  MappingError,
  namedShape,
  type PreparedSchedule,
  prepareSchedule,
  shapeNetwork,
} from '@concord/mapper'

/** Fields that decide how layers are cut into tiles and strips: a chip that differs here shares nothing with another. */
const CUTS = { lanes: [32, 64, 128], rows: [32, 64, 128], weightDepth: [9, 18, 36], accDepth: [8, 16, 32] }
/** Fields that leave the cuts as they are. */
const REST = { postLanes: [4, 8, 16], streamBits: [16, 32], queueDepth: [4, 8], popcountStages: [0, 1] }
/** Chips of the grid that have the same cuts are taken for one in so many of all cuts. */
const GRID_EACH = 9

/** Exact evaluations of CNV, one input, a second of processor time: cycles, counters and switching. */
export interface ScheduleCostMeasurement {
  /** Chips that share nothing. */
  readonly freshPerSecond: number
  /** Chips of a grid, one after the other. */
  readonly gridPerSecond: number
}

/** Measures `prepareSchedule(…).cost(…)` on one core. */
export function measureScheduleCosts(): ScheduleCostMeasurement {
  const network = shapeNetwork(namedShape('cnv'))
  const fresh = chipsOf(CUTS)
  const grid = fresh.filter((_, i) => i % GRID_EACH === 0).flatMap((chip) => chipsOf(REST, chip))
  // Code is compiled before the clock starts; what was found out then is not used
  rate(prepareSchedule(network), fresh)
  return {
    freshPerSecond: rate(prepareSchedule(shapeNetwork(namedShape('cnv'))), fresh),
    gridPerSecond: rate(prepareSchedule(shapeNetwork(namedShape('cnv'))), grid),
  }
}

function rate(schedule: PreparedSchedule, chips: readonly ChipConfig[]): number {
  const before = process.cpuUsage()
  for (const chip of chips) {
    try {
      schedule.cost(chip, { batch: 1 })
    } catch (error) {
      if (!(error instanceof MappingError)) throw error
    }
  }
  const { user, system } = process.cpuUsage(before)
  return (1e6 * chips.length) / (user + system)
}

/** All legal chips with some values of some fields. */
function chipsOf(
  fields: Readonly<Record<string, readonly number[]>>,
  chip: ChipConfig = PRESETS.caravel,
): ChipConfig[] {
  let drafts: Record<string, number>[] = [{}]
  for (const [name, values] of Object.entries(fields))
    drafts = drafts.flatMap((draft) => values.map((value) => ({ ...draft, [name]: value })))
  return drafts.flatMap((draft) => {
    try {
      return [parseChipConfig({ ...chip, ...draft }, 'bench')]
    } catch (error) {
      if (error instanceof ConfigError) return []
      throw error
    }
  })
}
