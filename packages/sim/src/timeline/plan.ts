import type { ChipGeometry, StreamItem } from '@concord/arch'
import type { ComputeRegisters } from '../step/compute-registers.js'
import type { Axis } from './axis.js'
import type { BankTokens } from './bank-tokens.js'
import type { TimelineEvent } from './event.js'
import type { RunWork } from './run-work.js'

/** A RUN and the registers it works on; the registers change after the call that gets it. */
export interface PlannedRun {
  readonly item: StreamItem
  readonly registers: ComputeRegisters
  readonly weightBank: number
  readonly inBank: number
  readonly outBank: number
  readonly pairs: number
  readonly load: boolean
  readonly save: boolean
  readonly both: boolean
  readonly x: Axis
  readonly y: Axis
}

/** Told of everything that moves data, in an order in which it may be executed at once. */
export interface DataVisitor {
  /** A LOAD_* and the register LOAD_ADDR. */
  load(item: StreamItem, address: number): void
  run(run: PlannedRun): void
  /** A STORE and the register STORE_ADDR. */
  store(item: StreamItem, address: number): void
}

/** A legal program, taken apart. */
export interface Plan {
  readonly items: readonly StreamItem[]
  readonly geometry: ChipGeometry
  readonly events: readonly TimelineEvent[]
  readonly tokens: BankTokens
  /** By event, of each RUN. */
  readonly works: ReadonlyMap<number, RunWork>
}
