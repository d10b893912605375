import type { ChipConfig } from '@concord/arch'
import { structureAreas, structureUm2 } from '../area/area-parts.js'
import { NEUTRAL } from '../calibrate/calibration.js'
import { loadCalibration } from '../calibrate/load-calibration.js'
import { perChip } from '../chip-cache.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { cellTotals, chipParts } from '../structure/chip-cells.js'
import type { CellFigures } from '../structure/chip-part.js'
import { clockTreeCells } from '../structure/clock-tree.js'
import { memoByReads } from '../structure/memo-by-reads.js'
import { loadTechnology } from '../technology/load-technology.js'
import { macroOf } from '../technology/missing-macro.js'
import { isMacroRole, type StructureRole } from '../technology/technology.js'
import { activationBankEvents } from './bank-events.js'
import { cellCyclePj, clockSinkWireFf, clockTreeCyclePj } from './clock.js'
import { controlEvents } from './control-events.js'
import { Electrics } from './electrics.js'
import { coefficientOf, type EnergyEvent, type EventContext } from './event.js'
import { rowMemoryEvents } from './memory-events.js'
import { postEvents } from './post-events.js'
import { rowEvents } from './row-events.js'
import { sramGatesCyclePj } from './sram-events.js'
import { streamEvents } from './stream-events.js'
import { wideEvents } from './wide-events.js'

/** Events that are priced together. */
export interface EventFamily {
  readonly events: readonly EnergyEvent[]
  /** Of each event the place of its block in `BLOCK_NAMES`. */
  readonly places: readonly number[]
  /** Energy of each with the coefficient that the calibration of the chip's technology puts in front of it. */
  readonly calibratedPj: readonly number[]
}

/** What a run on a chip costs, before it is known what runs; of each block at its place in `BLOCK_NAMES`. */
export interface ChipPrices {
  readonly voltageV: number
  /** Events of all blocks. */
  readonly families: readonly EventFamily[]
  /** Clock inputs (in `clockTree`: its buffers and what they drive), a cycle. */
  readonly clockCyclePj: readonly number[]
  /** What the calibration puts in front of those. */
  readonly clockCoefficients: readonly number[]
  readonly leakageNw: readonly number[]
}

/** Events of one block. */
export function eventsOfBlock({ families }: ChipPrices, block: BlockName): EnergyEvent[] {
  return families.flatMap(({ events }) => events.filter((event) => event.block === block))
}

/** Events in families; chips of an exploration share most families with another chip. */
const FAMILIES = [
  rowEvents,
  rowMemoryEvents,
  activationBankEvents,
  postEvents,
  wideEvents,
  streamEvents,
  controlEvents,
].map((events: (context: EventContext) => EnergyEvent[]) =>
  memoByReads((config): EventFamily => {
    const { switching } = (loadCalibration(config.technology) ?? { coefficients: NEUTRAL }).coefficients
    const family = events({ config, electrics: cornerOf(config).electrics })
    return {
      events: family,
      places: family.map(({ block }) => BLOCK_NAMES.indexOf(block)),
      calibratedPj: family.map((event) => event.energyPj * coefficientOf(event, switching[event.block])),
    }
  }),
)

/** Cell facts of a corner, ready for pricing. */
const cornerOf = memoByReads(
  ({ technology, corner }) => new CellElectrics(new Electrics(loadTechnology(technology), corner)),
)

const clockCoefficientsOf = memoByReads(({ technology }) => {
  const { clock } = (loadCalibration(technology) ?? { coefficients: NEUTRAL }).coefficients
  return BLOCK_NAMES.map((name) => clock[name] ?? 1)
})

/** Energy of a cycle of the free-running clock, pJ, and leakage, nW, of a cell. */
class CellElectrics implements CellFigures {
  readonly width = 2
  readonly ofGatedFlop: readonly number[]

  constructor(readonly electrics: Electrics) {
    this.ofGatedFlop = [-cellCyclePj(electrics, 'flop'), 0]
  }

  ofCell(role: StructureRole): readonly number[] {
    if (isMacroRole(role)) return [0, macroOf(this.electrics.technology, role).leakageNw]
    return [cellCyclePj(this.electrics, role), this.electrics.cell(role).leakageNw]
  }
}

const [ACTIVATION_BANKS, CLOCK_TREE] = (['activationBanks', 'clockTree'] as const).map((name) =>
  BLOCK_NAMES.indexOf(name),
) as [number, number]

/** Prices of a chip in its corner, as the structure and the cell facts have them. The corner must be one of the technology's. */
export const chipPrices: (config: ChipConfig) => ChipPrices = perChip((config) => {
  const cells = cornerOf(config)
  const { electrics } = cells
  const clockCyclePj = new Array<number>(BLOCK_NAMES.length).fill(0)
  const leakageNw = new Array<number>(BLOCK_NAMES.length).fill(0)
  const sums = [clockCyclePj, leakageNw]
  for (const part of chipParts(config)) part.addTo(sums, cells)
  // Those gates are an event of sram-events.ts, which no coefficient scales
  clockCyclePj[ACTIVATION_BANKS]! -= sramGatesCyclePj(config, electrics)
  const clocked = cellTotals(config)
  const { buffer, clockBuffer } = clockTreeCells(clocked)
  const sinkWireFf = clockSinkWireFf(electrics, clocked, structureUm2(structureAreas(config)))
  clockCyclePj[CLOCK_TREE] = clockTreeCyclePj(electrics, clockBuffer, clocked, sinkWireFf)
  leakageNw[CLOCK_TREE] =
    buffer * electrics.cell('buffer').leakageNw + clockBuffer * electrics.cell('clockBuffer').leakageNw
  return {
    voltageV: electrics.voltageV,
    families: FAMILIES.map((events) => events(config)),
    clockCyclePj,
    clockCoefficients: clockCoefficientsOf(config),
    leakageNw,
  }
})
