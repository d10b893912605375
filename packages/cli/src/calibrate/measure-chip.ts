import { ACTIVITY_NAMES, type Activity, type ChipConfig } from '@concord/arch'
import {
  type BlockName,
  blockOfPlace,
  type CellPower,
  chipLibrary,
  chipTiming,
  type FlatChip,
  flattenChip,
  gatePower,
  type ModuleSynthesis,
  TOP,
  type TruthPoint,
  type TruthRun,
} from '@concord/estimator'
import { recordRun } from '@concord/harness'
import { simulateGates } from './simulate-gates.js'
import { type NetworkInput, WORKLOAD_CYCLES, workloadsFor } from './workloads.js'

export interface MeasureOptions {
  readonly pdkRoot: string | undefined
  readonly mnist: NetworkInput
  /** Called as the work goes on. */
  readonly report: (what: string) => void
}

const MICRO = 1e6

/** Runs every workload on the gates of a chip, and has OpenSTA compute the power of every cell. */
export async function measureChip(
  config: ChipConfig,
  synthesis: ModuleSynthesis,
  { pdkRoot, mnist, report }: MeasureOptions,
): Promise<TruthPoint> {
  const { technology, corner, clockMhz } = config
  const chip = flattenChip(synthesis.netlist, TOP)
  const library = chipLibrary(technology)
  const blockOf = blockOfPlace(config)
  const blocks = chip.places.map(blockOf)
  const sums = { chip, blocks }

  const names: string[] = []
  const recordings = [...workloadsFor(config, mnist)].map(([name, { stream, inputInterval }]) => {
    names.push(name)
    return recordRun(config, stream, { cycles: WORKLOAD_CYCLES, inputInterval })
  })
  const activities = recordings.map((recording, i) => {
    report(`gates: ${names[i]}`)
    return simulateGates(chip, library, recording)
  })
  report('power')
  const powers = await gatePower(chip, activities, { technology, corner, clockMhz, pdkRoot })
  report('timing')
  const periodNs = await chipTiming(chip, blocks, { technology, pdkRoot })
  const runs = recordings.map(({ cycles, activity }, i): [string, TruthRun] => [
    names[i],
    { cycles, activity: nonZero(activity), powerUw: powerByBlock(sums, powers[i]) },
  ])
  return {
    config,
    areaUm2: sumByBlock(sums, (cell) => {
      const { areaUm2, macro } = library.cells[chip.cells[cell].type]
      return macro === undefined ? areaUm2 : 0
    }),
    cells: chip.cells.length,
    periodNs,
    runs: Object.fromEntries(runs),
    basis: synthesis.basis,
    yosys: synthesis.yosys,
  }
}

interface BlockedChip {
  readonly chip: FlatChip
  /** Block of each place. */
  readonly blocks: readonly BlockName[]
}

function sumByBlock(
  { chip, blocks }: BlockedChip,
  figureOf: (cell: number) => number,
): Partial<Record<BlockName, number>> {
  const sums: Partial<Record<BlockName, number>> = {}
  chip.cells.forEach(({ place }, cell) => {
    const block = blocks[place]
    sums[block] = (sums[block] ?? 0) + figureOf(cell)
  })
  return rounded(sums)
}

function powerByBlock(sums: BlockedChip, powers: readonly CellPower[]): TruthRun['powerUw'] {
  const part = (of: (power: CellPower) => number) => sumByBlock(sums, (cell) => MICRO * of(powers[cell]))
  return {
    internal: part(({ internalW }) => internalW),
    switching: part(({ switchingW }) => switchingW),
    leakage: part(({ leakageW }) => leakageW),
  }
}

/** Five digits are more than any of these figures is worth. */
function rounded(sums: Partial<Record<BlockName, number>>): Partial<Record<BlockName, number>> {
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, Number(value.toPrecision(5))]))
}

function nonZero(activity: Activity): Partial<Activity> {
  return Object.fromEntries(
    ACTIVITY_NAMES.filter((name) => activity[name] !== 0).map((name) => [name, activity[name]]),
  )
}
