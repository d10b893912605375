import { COUNTER_NAMES } from '@concord/arch'
import {
  CounterComputeBusy,
  CounterComputeWaitPost,
  CounterLoadBusy,
  CounterStoreBusy,
} from '../step/package.js'
import { EventKind, NoEvent } from './event.js'
import type { Plan } from './plan.js'

/** The events of a plan in columns, one entry an event; what a timeline reads again and again. */
export interface EventTable {
  readonly kind: Uint8Array
  readonly waitsFor: Int32Array
  readonly dispatch: Int32Array
  readonly amount: Float64Array
  /** Number of the last beat of a dispatch event's instruction, without payload. */
  readonly lastBeat: Float64Array
  /** For a GIVE, the GIVE of the same bank before it. */
  readonly givenBefore: Int32Array
  /** Performance counters as far as they do not depend on when anything happens. */
  readonly fixedCounts: Float64Array
}

/** Puts the events of a plan into columns. */
export function eventTable({ events, items, geometry, works, tokens }: Plan): EventTable {
  const fixedCounts = new Float64Array(COUNTER_NAMES.length)
  for (const { kind, amount } of events) {
    if (kind === EventKind.dispatchLoad) fixedCounts[CounterLoadBusy]! += amount
    if (kind === EventKind.storeBeats) fixedCounts[CounterStoreBusy]! += amount
  }
  for (const { words, waitPost } of works.values()) {
    fixedCounts[CounterComputeBusy]! += words
    fixedCounts[CounterComputeWaitPost]! += waitPost
  }
  return {
    kind: Uint8Array.from(events, ({ kind }) => kind),
    waitsFor: Int32Array.from(events, ({ waitsFor }) => waitsFor),
    dispatch: Int32Array.from(events, ({ dispatch }) => dispatch),
    amount: Float64Array.from(events, ({ amount }) => amount),
    lastBeat: Float64Array.from(
      events,
      ({ instruction }) => items[instruction]!.payloadOffset / geometry.beatBytes - 1,
    ),
    givenBefore: Int32Array.from(events, (_, event) => tokens.givenBefore.get(event) ?? NoEvent),
    fixedCounts,
  }
}
