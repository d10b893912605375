import { COUNTER_NAMES, type Counters, ENGINE_NAMES, type EngineName } from '@concord/arch'
import { EngineCompute, EngineStore } from '../step/package.js'
import { EventKind } from './event.js'
import type { Timeline } from './timeline.js'

/** When one instruction was worked on, in cycles from the first accepted beat, and what happened in them. */
export interface InstructionSpan {
  /** Number of the instruction in the stream. */
  readonly index: number
  readonly engine: EngineName
  /** Cycle in which the command unit handed it on. */
  readonly dispatched: number
  /** First cycle in which its engine has it in hand; a wait for its beats lies before. */
  readonly start: number
  /** First cycle after it: payload, drain and the last beat accepted are inside. */
  readonly end: number
  /**
   * What the instruction adds to the performance counters, those that are not 0. Over all instructions these sum up to the
   * counters, except `cycles` and the two of idle engines, `computeWaitStream` and `storeIdle`.
   */
  readonly counts: Partial<Counters>
  /** Of the words that a RUN issues, those without operands. */
  readonly nullWords: number
}

/** The spans of all instructions, in stream order, at the rate that the timeline was last evaluated at. */
export function instructionSpans(timeline: Timeline): InstructionSpan[] {
  const { events, items, works } = timeline.plan
  const spans: InstructionSpan[] = new Array(items.length)
  events.forEach(({ kind, instruction, amount }, event) => {
    const [start, time, end] = [timeline.start[event]!, timeline.time[event]!, timeline.end[event]!]
    const counts: Record<string, number> = {}
    const engine = engineOf(kind, items[instruction]!.word)
    if (kind <= EventKind.dispatchEnd) {
      counts.loadWaitStream = timeline.starved[event]!
      if (kind === EventKind.dispatchQueued) counts.loadWaitQueue = time - start
      if (kind === EventKind.dispatchLoad) counts.loadBusy = amount
    } else Object.assign(counts, spans[instruction]!.counts)
    if (kind === EventKind.dispatchTake || kind === EventKind.computeTake || kind === EventKind.storeTake) {
      const waits = new Float64Array(COUNTER_NAMES.length)
      timeline.waits(engine, event, start, time, waits)
      COUNTER_NAMES.forEach((name, i) => {
        if (waits[i] !== 0) counts[name] = waits[i]!
      })
    } else if (kind === EventKind.computeRun) {
      counts.computeBusy = works.get(event)!.words
      counts.computeWaitPost = works.get(event)!.waitPost
    } else if (kind === EventKind.storeBeats) {
      counts.storeBusy = amount
      counts.storeWaitStream = end - 1 - time - amount
    }
    for (const name in counts) if (counts[name] === 0) delete counts[name]
    const dispatched = spans[instruction]?.dispatched ?? time
    const nullWords = works.get(event)?.nullWords ?? 0
    spans[instruction] = {
      index: instruction,
      engine: ENGINE_NAMES[engine]!,
      dispatched,
      start,
      end,
      counts,
      nullWords,
    }
  })
  return spans
}

function engineOf(kind: number, word: number): number {
  if (kind <= EventKind.dispatchEnd) return word >>> 30
  return kind < EventKind.store ? EngineCompute : EngineStore
}
