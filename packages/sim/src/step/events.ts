import type { CommandUnit } from './command-unit.js'
import type { ComputeEngine } from './compute-engine.js'
import type { LoadEngine } from './load-engine.js'
import {
  CounterComputeBusy,
  CounterComputeWaitLoad,
  CounterComputeWaitPost,
  CounterComputeWaitStore,
  CounterComputeWaitStream,
  CounterCycles,
  CounterLoadBusy,
  CounterLoadWaitCompute,
  CounterLoadWaitQueue,
  CounterLoadWaitStore,
  CounterLoadWaitStream,
  CounterStoreBusy,
  CounterStoreIdle,
  CounterStoreWaitCompute,
  CounterStoreWaitLoad,
  CounterStoreWaitStream,
} from './package.js'
import type { StoreEngine } from './store-engine.js'

/** What the events happen in. */
export interface Engines {
  readonly commandUnit: CommandUnit
  readonly loadEngine: LoadEngine
  readonly computeEngine: ComputeEngine
  readonly storeEngine: StoreEngine
}

/**
 * Events of this cycle, one bit for each performance counter; after `eval`. The `events` of rtl/concord_core.sv.
 *
 * @returns bit i is set when counter i counts, if counting is on
 */
export function coreEvents({ commandUnit, loadEngine, computeEngine, storeEngine }: Engines): number {
  const bit = (event: boolean, counter: number) => (event ? 1 << counter : 0)
  return (
    bit(true, CounterCycles) |
    bit(loadEngine.beat, CounterLoadBusy) |
    bit(commandUnit.waitStream, CounterLoadWaitStream) |
    bit(loadEngine.waitCompute, CounterLoadWaitCompute) |
    bit(loadEngine.waitStore, CounterLoadWaitStore) |
    bit(commandUnit.waitQueue, CounterLoadWaitQueue) |
    bit(computeEngine.wordWalker.issue, CounterComputeBusy) |
    bit(computeEngine.waitLoad, CounterComputeWaitLoad) |
    bit(computeEngine.waitStore, CounterComputeWaitStore) |
    bit(computeEngine.waitPost, CounterComputeWaitPost) |
    bit(computeEngine.idle, CounterComputeWaitStream) |
    bit(storeEngine.accept, CounterStoreBusy) |
    bit(storeEngine.waitLoad, CounterStoreWaitLoad) |
    bit(storeEngine.waitCompute, CounterStoreWaitCompute) |
    bit(storeEngine.outValid && !storeEngine.accept, CounterStoreWaitStream) |
    bit(storeEngine.idle, CounterStoreIdle)
  )
}
