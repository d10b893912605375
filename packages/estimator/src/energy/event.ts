import type { Activity, ChipConfig } from '@concord/arch'
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
}

/** What the price of an event depends on. */
export interface EventContext {
  readonly config: ChipConfig
  readonly electrics: Electrics
}

/** Part of the bits of a word that change when nothing better is known: those of independent random words. */
export const RANDOM_TOGGLE = 0.5
