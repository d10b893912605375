import type { ChipConfig } from '@concord/arch'
import { areaParts } from '../area/area-parts.js'
import { NEUTRAL } from '../calibrate/calibration.js'
import { loadCalibration } from '../calibrate/load-calibration.js'
import { perChip } from '../chip-cache.js'
import { COLUMNS, cellsOfAll, cellsOfRole, gatedFlops } from '../structure/block-cells.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { chipCells } from '../structure/chip-cells.js'
import { memoByReads } from '../structure/memo-by-reads.js'
import { loadTechnology } from '../technology/load-technology.js'
import { CELL_ROLES, MACRO_ROLES } from '../technology/technology.js'
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

/** An event as a run is priced by it. */
export interface PricedEvent extends EnergyEvent {
  /** Place of its block in `BLOCK_NAMES`. */
  readonly place: number
  /** What the calibration of the chip's technology puts in front of its energy. */
  readonly coefficient: number
}

/** What the cycles of one block cost. */
export interface BlockPrices {
  /** Clock inputs (in `clockTree`: its buffers and what they drive), a cycle. */
  readonly clockCyclePj: number
  readonly leakageNw: number
}

/** What a run on a chip costs, before it is known what runs. */
export interface ChipPrices {
  readonly voltageV: number
  /** Events of all blocks, in families. */
  readonly families: readonly (readonly PricedEvent[])[]
  readonly blocks: Readonly<Record<BlockName, BlockPrices>>
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
  memoByReads((config): readonly PricedEvent[] => {
    const { switching } = (loadCalibration(config.technology) ?? { coefficients: NEUTRAL }).coefficients
    return events({ config, electrics: cornerOf(config).electrics }).map((event) => ({
      ...event,
      place: BLOCK_NAMES.indexOf(event.block),
      coefficient: coefficientOf(event, switching[event.block]),
    }))
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
  const areas = areaParts(config)
  let [chipUm2, gated] = [0, 0]
  for (const name of BLOCK_NAMES) {
    const { storageUm2, logicUm2, macrosUm2 } = areas[name]
    chipUm2 += storageUm2 + logicUm2 + macrosUm2
    gated += gatedFlops(cells, name)
  }
  const blocks: Partial<Record<BlockName, BlockPrices>> = {}
  BLOCK_NAMES.forEach((name, block) => {
    let leakage = 0
    for (let role = 0; role < leakageNw.length; role++) {
      leakage += cells[block * COLUMNS + role]! * leakageNw[role]!
    }
    blocks[name] = {
      clockCyclePj:
        name === 'clockTree'
          ? clockTreeCyclePj(
              electrics,
              cellsOfRole(cells, name, 'clockBuffer'),
              all,
              gated,
              clockSinkWireFf(electrics, all, chipUm2),
            )
          : clockCyclePj(electrics, (role) => cellsOfRole(cells, name, role), gatedFlops(cells, name)) -
            // Those gates are an event of sram-events.ts, which no coefficient scales
            (name === 'activationBanks' ? sramGatesCyclePj(config, electrics) : 0),
      leakageNw: leakage,
    }
  })
  return {
    voltageV: electrics.voltageV,
    families: FAMILIES.map((events) => events(config)),
    blocks: blocks as ChipPrices['blocks'],
  }
})
