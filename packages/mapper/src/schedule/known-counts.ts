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

  find({ config, pace }: ShapeChip): PassCount | undefined {
    const counts = this.#byPace.get(pace)
    if (counts === undefined) return undefined
    for (const known of counts) if (isSame(known, config.queueDepth)) return known.count
    return undefined
  }

  add({ config, pace }: ShapeChip, count: PassCount): PassCount {
    const { queueDepth } = config
    const counts = this.#byPace.get(pace)
    if (counts !== undefined) counts.push({ queueDepth, count })
    else {
      if (this.#byPace.size >= KEPT) this.#byPace.clear()
      this.#byPace.set(pace, [{ queueDepth, count }])
    }
    return count
  }
}

/** Whether a count is that of chips with another queue: where none was ever full, a longer one makes no difference. */
function isSame({ queueDepth, count }: KnownCount, other: number): boolean {
  return queueDepth === other || (queueDepth < other && count.counts[Counter.loadWaitQueue] === 0)
}
