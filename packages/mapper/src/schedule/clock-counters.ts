import { COUNTER_NAMES, type CounterName } from '@concord/arch'

/** An engine that owns banks, by its place in the table below. */
export const Owner = { load: 0, compute: 1, store: 2 } as const

const counter = (name: CounterName) => COUNTER_NAMES.indexOf(name)

/** Counters by their place on the chip. */
export const Counter = {
  loadBusy: counter('loadBusy'),
  loadWaitQueue: counter('loadWaitQueue'),
  computeBusy: counter('computeBusy'),
  computeWaitPost: counter('computeWaitPost'),
  computeWaitStream: counter('computeWaitStream'),
  storeBusy: counter('storeBusy'),
  storeWaitStream: counter('storeWaitStream'),
  storeIdle: counter('storeIdle'),
} as const

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
