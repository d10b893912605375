import { COUNTER_NAMES, type CounterName, type Counters } from '@concord/arch'
import { lowMask } from './bits.js'

/** Performance counters. Mirrors rtl/concord_counters.sv. */
export class PerformanceCounters {
  readonly countQ = new Uint32Array(COUNTER_NAMES.length)
  #events = 0
  readonly #mask: number

  /** @param counterBits - width, 8..32; they wrap */
  constructor(counterBits: number) {
    this.#mask = lowMask(counterBits)
  }

  reset(): void {
    this.countQ.fill(0)
  }

  /** @param events - bit i counts counter i in this cycle; 0 while counting is off */
  eval(events: number): void {
    this.#events = events
  }

  tick(): void {
    for (let i = 0; i < COUNTER_NAMES.length; i++) {
      if ((this.#events >>> i) & 1) this.countQ[i] = (this.countQ[i] + 1) & this.#mask
    }
  }

  /** All counts by name. */
  snapshot(): Counters {
    const entries = COUNTER_NAMES.map((name, i): [CounterName, number] => [name, this.countQ[i]])
    return Object.fromEntries(entries) as Counters
  }
}
