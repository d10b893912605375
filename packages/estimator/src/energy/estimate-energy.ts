import { type Activity, type ChipConfig, ConcordError } from '@concord/arch'
import { cellAreaUm2 } from '../area/estimate-area.js'
import { type Basis, composed, type Figure } from '../figure.js'
import { BLOCK_NAMES, type BlockName, cellsByBlock } from '../structure/blocks.js'
import { addCells } from '../structure/cell-counts.js'
import { chipStructure } from '../structure/chip.js'
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

/** One priced event of a run. */
export interface EventEnergy {
  readonly name: string
  readonly count: number
  /** Energy of one, pJ. */
  readonly energyPj: number
  readonly note: string
}

/** Energy of one block of the chip over a run. */
export interface EnergyBlock {
  readonly name: BlockName
  readonly basis: Basis
  /** Counted events times their energy. */
  readonly switchingPj: number
  /** Clock inputs (in `clockTree`: its buffers), every cycle. */
  readonly clockPj: number
  readonly leakagePj: number
  readonly totalPj: number
  /** Part of the chip's energy, 0..1. */
  readonly share: number
  readonly events: readonly EventEnergy[]
}

/** What a run costs in energy. 1 MAC = 2 OP. */
export interface EnergyEstimate {
  readonly chip: string
  readonly technology: string
  readonly corner: string
  readonly voltageV: number
  readonly clockMhz: number
  readonly cycles: number
  readonly timeUs: number
  readonly blocks: readonly EnergyBlock[]
  /** Sum of the blocks. */
  readonly totalNj: Figure
  readonly averagePowerMw: Figure
  /** Total by the inputs of the run; absent when their number was not given. */
  readonly energyPerInputNj?: Figure
  /** Operations of the lanes of rows in use: 2 × lanes × row words, padding lanes included. */
  readonly ops: number
  readonly energyPerOpPj: Figure
  readonly topsPerWatt: Figure
  /** Operations by time. */
  readonly tops: Figure
  /** 2 × rows × lanes × clock. */
  readonly peakTops: Figure
}

/** What turns a run's energy into figures of merit. */
export interface EnergyOptions {
  /** Inputs (images) the run classified. */
  readonly inputs?: number
}

/** All priced events of a chip, in the corner of its configuration. */
export function energyEvents(context: EventContext): EnergyEvent[] {
  return [rowEvents, rowMemoryEvents, activationBankEvents, postEvents, streamEvents, controlEvents].flatMap(
    (events) => events(context),
  )
}

/**
 * Prices a run: its counted events, the clock, and leakage.
 *
 * @param activity - toggles and events as a simulator counted them
 * @param cycles - length of the run, at least 1
 * @throws EnergyError when the configuration's corner has no facts, or `cycles` or `inputs` is not positive
 */
export function estimateEnergy(
  config: ChipConfig,
  activity: Activity,
  cycles: number,
  { inputs }: EnergyOptions = {},
): EnergyEstimate {
  const technology = loadTechnology(config.technology)
  if (!(config.corner in technology.corners)) {
    const known = Object.keys(technology.corners).join(', ')
    throw new EnergyError('corner', config.corner, `one of ${known} for ${technology.name}`)
  }
  if (!(cycles >= 1)) throw new EnergyError('cycles', cycles, 'at least 1')
  if (inputs !== undefined && !(inputs >= 1)) throw new EnergyError('inputs', inputs, 'at least 1')

  const cellsOf = cellsByBlock(chipStructure(config))
  const areaOf = (block: BlockName): number => cellAreaUm2(cellsOf[block], technology)
  const electrics = new Electrics(technology, config.corner)
  const chipCells = addCells(...BLOCK_NAMES.map((name) => cellsOf[name]))
  const sinkWireFf = clockSinkWireFf(electrics, chipCells, cellAreaUm2(chipCells, technology))
  const timeUs = cycles / config.clockMhz
  const counted = { ...activity, cycles }
  const events = energyEvents({ config, electrics, areaOf })

  const blocks = BLOCK_NAMES.map((name) => {
    const cells = cellsOf[name]
    const priced = events
      .filter(({ block }) => block === name)
      .map(({ name: event, count, energyPj, note }) => ({
        name: event,
        count: count(counted),
        energyPj,
        note,
      }))
    const switchingPj = priced.reduce((sum, { count, energyPj }) => sum + count * energyPj, 0)
    const clockPj =
      cycles *
      (name === 'clockTree' ? clockTreeCyclePj(electrics, cells) : clockCyclePj(electrics, cells, sinkWireFf))
    const leakageNw = CELL_ROLES.reduce(
      (sum, role) => sum + (cells[role] ?? 0) * electrics.cell(role).leakageNw,
      0,
    )
    const leakagePj = leakageNw * timeUs * PJ_PER_NW_US
    return {
      name,
      switchingPj,
      clockPj,
      leakagePj,
      totalPj: switchingPj + clockPj + leakagePj,
      events: priced,
    }
  })
  const totalPj = blocks.reduce((sum, block) => sum + block.totalPj, 0)
  const ops = 2 * config.lanes * counted.rowWords
  const peakOps = 2 * config.rows * config.lanes * config.clockMhz
  return {
    chip: config.name,
    technology: technology.name,
    corner: config.corner,
    voltageV: electrics.voltageV,
    clockMhz: config.clockMhz,
    cycles,
    timeUs,
    blocks: blocks.map((block) => ({ ...block, basis: 'composed', share: block.totalPj / totalPj })),
    totalNj: composed(totalPj / 1e3, 'counted events, clock and leakage; without glitches and pads'),
    averagePowerMw: composed(totalPj / timeUs / 1e3, 'total energy by the time of the run'),
    ...(inputs === undefined
      ? {}
      : { energyPerInputNj: composed(totalPj / 1e3 / inputs, 'total energy by the inputs of the run') }),
    ops,
    energyPerOpPj: composed(ops === 0 ? 0 : totalPj / ops, 'total energy by operations; 1 MAC = 2 OP'),
    topsPerWatt: composed(ops / totalPj, 'operations by total energy; 1 MAC = 2 OP'),
    tops: composed(ops / timeUs / 1e6, 'operations by the time of the run; 1 MAC = 2 OP'),
    peakTops: composed(peakOps / 1e6, '2 × rows × lanes × clock, every lane busy in every cycle'),
  }
}

/** One nanowatt for one microsecond, in pJ. */
const PJ_PER_NW_US = 1e-3

/** A run cannot be priced. */
export class EnergyError extends ConcordError {
  override readonly name = 'EnergyError'

  constructor(
    readonly field: string,
    readonly value: unknown,
    readonly legal: string,
  ) {
    super({
      what: 'Energy cannot be estimated',
      where: field,
      why: `${field} is ${String(value)}, legal: ${legal}`,
      fix: `give another ${field}`,
    })
  }
}
