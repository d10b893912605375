import {
  CounterComputeWaitLoad,
  CounterComputeWaitStore,
  CounterLoadWaitCompute,
  CounterLoadWaitStore,
  CounterStoreWaitCompute,
  CounterStoreWaitLoad,
  EngineCompute,
  EngineLoad,
  EngineStore,
} from '../step/package.js'

const COUNTERS = new Uint8Array(16)
COUNTERS[4 * EngineLoad + EngineCompute] = CounterLoadWaitCompute
COUNTERS[4 * EngineLoad + EngineStore] = CounterLoadWaitStore
COUNTERS[4 * EngineCompute + EngineLoad] = CounterComputeWaitLoad
COUNTERS[4 * EngineCompute + EngineStore] = CounterComputeWaitStore
COUNTERS[4 * EngineStore + EngineLoad] = CounterStoreWaitLoad
COUNTERS[4 * EngineStore + EngineCompute] = CounterStoreWaitCompute

/** The performance counter of a cycle in which `engine` waits for a bank that `owner` owns. */
export function waitCounter(engine: number, owner: number): number {
  return COUNTERS[4 * engine + owner]!
}
