import { type ChipConfig, ConfigError, PRESETS, parseChipConfig } from '@concord/arch'
import { chipArea, runEnergy } from '@concord/estimator'
import { MappingError, namedShape, prepareSchedule, shapeNetwork } from '@concord/mapper'
import { median } from './median.js'

/** Fields that decide how layers are cut into tiles and strips. */
const CUTS = { lanes: [32, 64, 128], rows: [32, 64, 128], weightDepth: [9, 18, 36], accDepth: [8, 16, 32] }
/** A grid as an architect writes it: sizes and widths of everything. */
const GRID = {
  ...{ lanes: [64, 128], rows: [64, 128], weightDepth: [9, 18, 36], accDepth: [8, 16, 32] },
  ...{
    actWords: [512, 1024, 2048, 4096],
    postLanes: [4, 8, 16],
    streamBits: [8, 16, 32],
    queueDepth: [4, 8, 16],
  },
}

/** Exact evaluations of CNV, one input, a second of processor time: cycles, counters and switching. */
export interface ScheduleCostMeasurement {
  /** Chips that cut the layers differently, each once. */
  readonly freshPerSecond: number
  /** All chips of a grid, one after the other: nothing is known of the first one, then what those before have in common with it. */
  readonly gridPerSecond: number
  /** Likewise, each with energy and area: all that an exploration asks of a chip. */
  readonly gridPointsPerSecond: number
}

/** Rounds before the clock starts: so many until all code is compiled. */
const COMPILING_ROUNDS = 6

/** Measures `prepareSchedule(…).cost(…)` on one core; medians. */
export function measureScheduleCosts(rounds: number): ScheduleCostMeasurement {
  const [fresh, grid] = [chipsOf(CUTS), chipsOf(GRID)]
  // Each round begins with nothing known
  const measure = (count: number) =>
    Array.from({ length: count }, () => ({
      freshPerSecond: rate(fresh, false),
      gridPerSecond: rate(grid, false),
      gridPointsPerSecond: rate(grid, true),
    }))
  measure(COMPILING_ROUNDS)
  const rates = measure(rounds)
  return {
    freshPerSecond: median(rates.map(({ freshPerSecond }) => freshPerSecond)),
    gridPerSecond: median(rates.map(({ gridPerSecond }) => gridPerSecond)),
    gridPointsPerSecond: median(rates.map(({ gridPointsPerSecond }) => gridPointsPerSecond)),
  }
}

/** @param whole - with energy and area */
function rate(chips: readonly ChipConfig[], whole: boolean): number {
  const schedule = prepareSchedule(shapeNetwork(namedShape('cnv')))
  // The network's planes are made once, whatever the chips; this one shares nothing else with them
  schedule.cost(PRESETS.edge, { batch: 1 })
  const before = process.cpuUsage()
  for (const chip of chips) {
    try {
      const { activity } = schedule.cost(chip, { batch: 1 })
      if (!whole) continue
      runEnergy(chip, activity!)
      chipArea(chip)
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
