import type { ChipConfig } from '@concord/arch'
import { structureAreas } from '../area/area-parts.js'
import { NEUTRAL } from '../calibrate/calibration.js'
import { loadCalibration } from '../calibrate/load-calibration.js'
import { perChip } from '../chip-cache.js'
import { COLUMNS, cellsOfAll, cellsOfRole, gatedFlops } from '../structure/block-cells.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { chipCells } from '../structure/chip-cells.js'
import { memoByReads } from '../structure/memo-by-reads.js'
import { loadTechnology } from '../technology/load-technology.js'
import { CELL_ROLES, MACRO_ROLES, type StructureRole } from '../technology/technology.js'
import { activationBankEvents } from './bank-events.js'
import { clockCyclePj, clockSinkWireFf, clockTreeCyclePj } from './clock.js'
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
  /** What the calibration of the chip's technology puts in front of each event's energy. */
  readonly coefficients: readonly number[]
}

/** What a run on a chip costs, before it is known what runs; of each block at its place in `BLOCK_NAMES`. */
export interface ChipPrices {
  readonly voltageV: number
  /** Events of all blocks. */
  readonly families: readonly EventFamily[]
  /** Clock inputs (in `clockTree`: its buffers and what they drive), a cycle. */
  readonly clockCyclePj: readonly number[]
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
      coefficients: family.map((event) => coefficientOf(event, switching[event.block])),
    }
  }),
)

/** Cell facts of a corner, ready for pricing. */
const cornerOf = memoByReads(({ technology, corner }) => {
  const electrics = new Electrics(loadTechnology(technology), corner)
  const { macros } = electrics.technology
  const cells = CELL_ROLES.map((role) => electrics.cell(role).leakageNw)
  // Chips with macros that the technology has not are refused with their area
  return { electrics, leakageNw: [...cells, ...MACRO_ROLES.map((role) => macros?.[role]?.leakageNw ?? 0)] }
})

/** Prices of a chip in its corner, as the structure and the cell facts have them. The corner must be one of the technology's. */
export const chipPrices: (config: ChipConfig) => ChipPrices = perChip((config) => {
  const { electrics, leakageNw } = cornerOf(config)
  const cells = chipCells(config)
  const all = cellsOfAll(cells)
  const { storageUm2, logicUm2, macrosUm2 } = structureAreas(config)
  let [chipUm2, gated] = [0, 0]
  BLOCK_NAMES.forEach((name, block) => {
    chipUm2 += storageUm2[block]! + logicUm2[block]! + macrosUm2[block]!
    gated += gatedFlops(cells, name)
  })
  return {
    voltageV: electrics.voltageV,
    families: FAMILIES.map((events) => events(config)),
    clockCyclePj: BLOCK_NAMES.map((name) => {
      if (name === 'clockTree') {
        const buffers = cellsOfRole(cells, name, 'clockBuffer')
        return clockTreeCyclePj(electrics, buffers, all, gated, clockSinkWireFf(electrics, all, chipUm2))
      }
      const ofRole = (role: StructureRole): number => cellsOfRole(cells, name, role)
      const ownPj = clockCyclePj(electrics, ofRole, gatedFlops(cells, name))
      // Those gates are an event of sram-events.ts, which no coefficient scales
      return name === 'activationBanks' ? ownPj - sramGatesCyclePj(config, electrics) : ownPj
    }),
    leakageNw: BLOCK_NAMES.map((_, block) => {
      let sum = 0
      for (let role = 0; role < leakageNw.length; role++) {
        sum += cells[block * COLUMNS + role]! * leakageNw[role]!
      }
      return sum
    }),
  }
})
