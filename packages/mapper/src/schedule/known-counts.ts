import { Counter } from './clock-counters.js'
import type { PassCount } from './clock-pass.js'
import type { ShapeChip } from './shape-chip.js'

/** Paces that are kept. */
const KEPT = 40

interface KnownCount {
  readonly queueDepth: number
  readonly count: PassCount
}

/** What some instructions take of chips that differ in their time only. */
export class KnownCounts {
  readonly #byPace = new Map<string, KnownCount[]>()

  get({ config, pace }: ShapeChip, make: () => PassCount): PassCount {
    const { queueDepth } = config
    let counts = this.#byPace.get(pace)
    if (counts === undefined) {
      if (this.#byPace.size >= KEPT) this.#byPace.clear()
      counts = []
      this.#byPace.set(pace, counts)
    }
    for (const known of counts) if (isSame(known, queueDepth)) return known.count
    const count = make()
    counts.push({ queueDepth, count })
    return count
  }
}

/** Whether a count is that of chips with another queue: where none was ever full, a longer one makes no difference. */
function isSame({ queueDepth, count }: KnownCount, other: number): boolean {
  return queueDepth === other || (queueDepth < other && count.counts[Counter.loadWaitQueue] === 0)
}
