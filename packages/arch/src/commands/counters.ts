/** Performance counters in the order of their addresses (docs/architecture.md §10). */
export const COUNTER_NAMES = [
  'cycles',
  'loadBusy',
  'loadWaitStream',
  'loadWaitCompute',
  'loadWaitStore',
  'loadWaitQueue',
  'computeBusy',
  'computeWaitLoad',
  'computeWaitStore',
  'computeWaitPost',
  'computeWaitStream',
  'storeBusy',
  'storeWaitLoad',
  'storeWaitCompute',
  'storeWaitStream',
  'storeIdle',
] as const

/** Name of a performance counter. */
export type CounterName = (typeof COUNTER_NAMES)[number]

/** Values of all performance counters. */
export type Counters = Record<CounterName, number>

/** What each performance counter counts. */
export const COUNTER_MEANINGS: Readonly<Record<CounterName, string>> = {
  cycles: 'cycles from the first accepted beat to done or halt',
  loadBusy: 'a payload beat is accepted',
  loadWaitStream: 'payload or an instruction is wanted and no beat is offered',
  loadWaitCompute: 'TAKE of a bank that compute owns',
  loadWaitStore: 'TAKE of a bank that store owns',
  loadWaitQueue: 'the queue of the target engine is full',
  computeBusy: 'a word is issued to the array',
  computeWaitLoad: 'TAKE of a bank that load owns',
  computeWaitStore: 'TAKE of a bank that store owns',
  computeWaitPost: 'the last word of a pixel waits for the post unit, or the pipeline drains',
  computeWaitStream: 'idle with an empty queue',
  storeBusy: 'a beat is accepted by the stream sink',
  storeWaitLoad: 'TAKE of a bank that load owns',
  storeWaitCompute: 'TAKE of a bank that compute owns',
  storeWaitStream: 'a beat is offered and not accepted',
  storeIdle: 'idle with an empty queue',
}
