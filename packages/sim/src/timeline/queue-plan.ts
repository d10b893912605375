import type { StreamItem } from '@concord/arch'
import { NoEvent } from './event.js'

/** An instruction in a queue and the event that dispatched it. */
export interface QueueEntry {
  readonly item: StreamItem
  readonly dispatch: number
}

/** The queue of the compute or the store engine, without time. */
export class QueuePlan {
  readonly #entries: QueueEntry[] = []
  /** Events that executed the queue's instructions, in order. */
  readonly executed: number[] = []

  constructor(readonly depth: number) {}

  get head(): QueueEntry | undefined {
    return this.#entries[this.executed.length]
  }

  get empty(): boolean {
    return this.#entries.length === this.executed.length
  }

  get full(): boolean {
    return this.#entries.length - this.executed.length >= this.depth
  }

  /** The execution that makes room for the next instruction; NoEvent while there has always been room. */
  get roomMaker(): number {
    const before = this.#entries.length - this.depth
    return before < 0 ? NoEvent : this.executed[before]!
  }

  push(item: StreamItem, dispatch: number): void {
    this.#entries.push({ item, dispatch })
  }
}
