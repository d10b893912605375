import type { Activity, ChipConfig, MemoryStyle } from '@concord/arch'
import type { BlockName } from '../structure/blocks.js'
import type { Electrics } from './electrics.js'

/** Something that happens on the chip, how often, and what it costs each time. */
export interface EnergyEvent {
  readonly block: BlockName
  readonly name: string
  /** Number of times in a run; linear in its activity. */
  readonly count: (activity: Activity) => number
  /** Energy of one, pJ. */
  readonly energyPj: number
  /** What switches, and what is assumed where the activity does not tell. */
  readonly note: string
  /** The energy is that of facts: no coefficient scales it. */
  readonly isGiven?: true
}

/** What a calibration puts in front of an event's energy: its coefficient by the event's name, and 1 for given energies and where it has none. */
export function coefficientOf(
  { name, isGiven }: Pick<EnergyEvent, 'name' | 'isGiven'>,
  coefficients: Readonly<Record<string, number>> | undefined,
): number {
  return isGiven ? 1 : (coefficients?.[name] ?? 1)
}

/** What the price of an event depends on. */
export interface EventContext {
  readonly config: ChipConfig
  readonly electrics: Electrics
}

/** Part of the bits of a word that change when nothing better is known: those of independent random words. */
export const RANDOM_TOGGLE = 0.5

/**
 * Bits that change at the data of a memory. A write register lets only what is written through to latches; flip-flops see all that is on its
 * way.
 *
 * @param width - bits written together
 * @param words - how often they are written
 * @param passing - bits that change on the way, whatever they are for
 */
export function writeDataBits(
  style: MemoryStyle,
  width: number,
  words: EnergyEvent['count'],
  passing: EnergyEvent['count'],
): EnergyEvent['count'] {
  return style === 'latch' ? (activity) => RANDOM_TOGGLE * width * words(activity) : passing
}

/** One write through a write register of `width` bits, pJ: its clock gate, and half of its bits. */
export function writeRegisterPj(e: Electrics, style: MemoryStyle, width: number): number {
  return style === 'latch'
    ? e.gatedClockPj('flop', width) + RANDOM_TOGGLE * width * e.transitionPj('flop', 'buffer')
    : 0
}
