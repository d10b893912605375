import type { ChipConfig } from '@concord/arch'
import {
  type BlockName,
  blockOfPlace,
  type CellPower,
  chipLibrary,
  flattenChip,
  gatePower,
  KeyedStore,
  registerActivityTcl,
  synthesiseModules,
  TOP,
} from '@concord/estimator'
import { recordRun } from '@concord/harness'
import { joinedActivity } from './joined-activity.js'
import { simulateGates } from './simulate-gates.js'

/** Power of one block, mW. */
export interface BlockPower {
  readonly name: BlockName
  /** From what switched on the gates. */
  readonly powerMw: number
  /** As a tool guesses it that knows nothing of the run. */
  readonly vectorlessMw: number
}

/** Power of a program on the gates of a chip. */
export interface RunPower {
  /** That the gates ran. */
  readonly cycles: number
  readonly clockMhz: number
  readonly powerMw: number
  readonly vectorlessMw: number
  readonly blocks: readonly BlockPower[]
  /** Tcl that gives every register its activity in other netlists of the same RTL. */
  readonly activityTcl: string
}

/** The first cycles of a stream, on a chip with empty memories. */
export interface StreamStart {
  readonly stream: Uint8Array
  readonly cycles: number
}

export interface RunPowerOptions {
  readonly pdkRoot: string | undefined
  readonly report: (what: string) => void
}

/** Runs the first cycles of streams on the gates of a chip, and has OpenSTA compute power with and without knowing them. */
export async function powerOfRun(
  config: ChipConfig,
  starts: readonly StreamStart[],
  { pdkRoot, report }: RunPowerOptions,
): Promise<RunPower> {
  const { technology, corner, clockMhz } = config
  report('synthesising by module')
  const { netlist } = await synthesiseModules(config, new KeyedStore('calibrate/modules'), { pdkRoot })
  const chip = flattenChip(netlist, TOP)
  const blocks = chip.places.map(blockOfPlace(config))
  report('running the gates')
  const library = chipLibrary(technology)
  const activity = joinedActivity(
    starts.map(({ stream, cycles }) => simulateGates(chip, library, recordRun(config, stream, { cycles }))),
  )
  report('power')
  const options = { technology, corner, clockMhz, pdkRoot }
  const [guessed, known] = await gatePower(chip, ['vectorless', activity], options)
  const names = [...new Set(blocks)]
  const sum = (powers: readonly CellPower[], name: BlockName): number =>
    chip.cells.reduce((total, { place }, cell) => {
      if (blocks[place] !== name) return total
      const { internalW, switchingW, leakageW } = powers[cell]
      return total + 1e3 * (internalW + switchingW + leakageW)
    }, 0)
  const split = names
    .map((name) => ({ name, powerMw: sum(known, name), vectorlessMw: sum(guessed, name) }))
    .sort((a, b) => b.powerMw - a.powerMw)
  return {
    cycles: activity.cycles,
    clockMhz,
    powerMw: split.reduce((total, { powerMw }) => total + powerMw, 0),
    vectorlessMw: split.reduce((total, { vectorlessMw }) => total + vectorlessMw, 0),
    blocks: split,
    activityTcl: registerActivityTcl(chip, activity),
  }
}
