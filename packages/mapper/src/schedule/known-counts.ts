import { Counter } from './clock-counters.js'
import type { PassCount } from './clock-pass.js'
import type { ShapeChip } from './shape-chip.js'

/** Counts that are kept. */
const KEPT = 100

/** What some instructions take of chips that differ in their time only. */
export class KnownCounts {
  /** Of each count the pace and the queue of its chip. */
  readonly #paces: number[] = []
  readonly #queues: number[] = []
  readonly #counts: PassCount[] = []

  find({ config, pace }: ShapeChip): PassCount | undefined {
    const { queueDepth } = config
    const paces = this.#paces
    for (let i = paces.length - 1; i >= 0; i--)
      if (paces[i] === pace && isSame(this.#queues[i], this.#counts[i], queueDepth)) return this.#counts[i]
    return undefined
  }

  add({ config, pace }: ShapeChip, count: PassCount): PassCount {
    if (this.#paces.length >= KEPT) {
      this.#paces.length = 0
      this.#queues.length = 0
      this.#counts.length = 0
    }
    this.#paces.push(pace)
    this.#queues.push(config.queueDepth)
    this.#counts.push(count)
    return count
  }
}

/** Whether a count is that of chips with another queue: where none was ever full, a longer one makes no difference. */
function isSame(queueDepth: number, { counts }: PassCount, other: number): boolean {
  return queueDepth === other || (queueDepth < other && counts[Counter.loadWaitQueue] === 0)
}
