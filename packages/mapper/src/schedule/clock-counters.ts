import { COUNTER_NAMES, type CounterName, type Counters } from '@concord/arch'

/** An engine that owns banks, by its place in the table below. */
export const Owner = { load: 0, compute: 1, store: 2 } as const

const counter = (name: CounterName) => COUNTER_NAMES.indexOf(name)

/** Counters by their place on the chip. */
export const Counter = {
  cycles: counter('cycles'),
  loadBusy: counter('loadBusy'),
  loadWaitStream: counter('loadWaitStream'),
  loadWaitCompute: counter('loadWaitCompute'),
  loadWaitStore: counter('loadWaitStore'),
  loadWaitQueue: counter('loadWaitQueue'),
  computeBusy: counter('computeBusy'),
  computeWaitLoad: counter('computeWaitLoad'),
  computeWaitStore: counter('computeWaitStore'),
  computeWaitPost: counter('computeWaitPost'),
  computeWaitStream: counter('computeWaitStream'),
  storeBusy: counter('storeBusy'),
  storeWaitLoad: counter('storeWaitLoad'),
  storeWaitCompute: counter('storeWaitCompute'),
  storeWaitStream: counter('storeWaitStream'),
  storeIdle: counter('storeIdle'),
} as const

/** Counters by name, as a chip shows them that wraps them at `limit`. */
export function namedCounters(counts: readonly number[], limit: number): Counters {
  // A literal: several times faster than an object that is built name by name
  return {
    cycles: counts[Counter.cycles] % limit,
    loadBusy: counts[Counter.loadBusy] % limit,
    loadWaitStream: counts[Counter.loadWaitStream] % limit,
    loadWaitCompute: counts[Counter.loadWaitCompute] % limit,
    loadWaitStore: counts[Counter.loadWaitStore] % limit,
    loadWaitQueue: counts[Counter.loadWaitQueue] % limit,
    computeBusy: counts[Counter.computeBusy] % limit,
    computeWaitLoad: counts[Counter.computeWaitLoad] % limit,
    computeWaitStore: counts[Counter.computeWaitStore] % limit,
    computeWaitPost: counts[Counter.computeWaitPost] % limit,
    computeWaitStream: counts[Counter.computeWaitStream] % limit,
    storeBusy: counts[Counter.storeBusy] % limit,
    storeWaitLoad: counts[Counter.storeWaitLoad] % limit,
    storeWaitCompute: counts[Counter.storeWaitCompute] % limit,
    storeWaitStream: counts[Counter.storeWaitStream] % limit,
    storeIdle: counts[Counter.storeIdle] % limit,
  }
}

/** Counter of a cycle in which engine (3 × it) waits for a bank that another (+ it) owns. */
export const WAIT_COUNTERS: readonly number[] = [
  -1,
  counter('loadWaitCompute'),
  counter('loadWaitStore'),
  counter('computeWaitLoad'),
  -1,
  counter('computeWaitStore'),
  counter('storeWaitLoad'),
  counter('storeWaitCompute'),
  -1,
]
