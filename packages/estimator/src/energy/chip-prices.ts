import type { ChipConfig } from '@concord/arch'
import { cellAreaUm2, chipCells } from '../area/area-parts.js'
import { perChip } from '../chip-cache.js'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'
import { addCells } from '../structure/cell-counts.js'
import { loadTechnology } from '../technology/load-technology.js'
import { CELL_ROLES } from '../technology/technology.js'
import { clockCyclePj, clockSinkWireFf, clockTreeCyclePj } from './clock.js'
import { controlEvents } from './control-events.js'
import { Electrics } from './electrics.js'
import type { EnergyEvent, EventContext } from './event.js'
import { activationBankEvents, rowMemoryEvents } from './memory-events.js'
import { postEvents } from './post-events.js'
import { rowEvents } from './row-events.js'
import { streamEvents } from './stream-events.js'
import { wideEvents } from './wide-events.js'

/** What the events and the cycles of one block cost. */
export interface BlockPrices {
  readonly events: readonly EnergyEvent[]
  /** Clock inputs (in `clockTree`: its buffers and what they drive), a cycle. */
  readonly clockCyclePj: number
  readonly leakageNw: number
}

/** What a run on a chip costs, before it is known what runs. */
export interface ChipPrices {
  readonly voltageV: number
  readonly blocks: Readonly<Record<BlockName, BlockPrices>>
}

const EVENTS = [
  rowEvents,
  rowMemoryEvents,
  activationBankEvents,
  postEvents,
  wideEvents,
  streamEvents,
  controlEvents,
]

/** All priced events of a chip, in the corner of its configuration. */
function energyEvents(context: EventContext): EnergyEvent[] {
  return EVENTS.flatMap((events) => events(context))
}

/** Prices of a chip in its corner, as the structure and the cell facts have them. The corner must be one of the technology's. */
export const chipPrices: (config: ChipConfig) => ChipPrices = perChip((config) => {
  const technology = loadTechnology(config.technology)
  const cells = chipCells(config)
  const electrics = new Electrics(technology, config.corner)
  const all = addCells(...BLOCK_NAMES.map((name) => cells[name]))
  const sinkWireFf = clockSinkWireFf(electrics, all, cellAreaUm2(all, technology))
  const areaOf = (block: BlockName): number => cellAreaUm2(cells[block], technology)
  const events = energyEvents({ config, electrics, areaOf })
  const gatedFlops = config.rows * config.accBits // the accumulators
  const blocks = BLOCK_NAMES.map((name): [BlockName, BlockPrices] => {
    const own = cells[name]
    let leakageNw = 0
    for (const role of CELL_ROLES) leakageNw += (own[role] ?? 0) * electrics.cell(role).leakageNw
    const clockPj =
      name === 'clockTree'
        ? clockTreeCyclePj(electrics, own, all, gatedFlops, sinkWireFf)
        : clockCyclePj(electrics, own, name === 'lanes' ? gatedFlops : 0)
    return [name, { events: events.filter(({ block }) => block === name), clockCyclePj: clockPj, leakageNw }]
  })
  return { voltageV: electrics.voltageV, blocks: Object.fromEntries(blocks) as ChipPrices['blocks'] }
})
