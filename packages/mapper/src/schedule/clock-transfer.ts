import { COUNTER_NAMES } from '@concord/arch'
import { Counter } from './clock-counters.js'
import type { StreamClock } from './stream-clock.js'
import type { Tuple } from './tuple-map.js'

/** A hand-over to others; `at` is relative to the start. */
interface Given {
  readonly bank: number
  readonly engine: number
  readonly at: number
}

/** What some loads and RUNs do to a clock in one state; times are relative to their start. */
export interface Transfer {
  readonly instructions: number
  readonly beats: number
  readonly counts: readonly number[]
  readonly gather: number
  readonly computeFree: number
  /** Instructions of compute, and the newest entries of its queue. */
  readonly executed: number
  readonly rooms: readonly number[]
  /** In order. */
  readonly gives: readonly Given[]
}

/**
 * Forgets what cannot matter any more: an array that has been free for a while may as well have become free now.
 */
export function settle(clock: StreamClock): void {
  const idle = clock.gather - clock.computeFree
  if (idle <= 0) return
  clock.counts[Counter.computeWaitStream] += idle
  clock.computeFree = clock.gather
}

/** Adds all that the time of loads and RUNs from now on depends on, but for hand-overs, relative to now, to a key. */
export function addClockState(
  { computeRoom, computeNext, computeFree, gather }: StreamClock,
  key: Tuple,
): void {
  if (computeFree === gather) return
  key.add(computeFree - gather)
  let slot = computeNext
  for (let i = 0; i < computeRoom.length; i++) {
    slot = slot === 0 ? computeRoom.length - 1 : slot - 1
    if (computeRoom[slot] <= gather) break
    key.add(computeRoom[slot] - gather)
  }
}

/**
 * Finds out what loads and RUNs do to a clock, and does it.
 *
 * @param given - hand-overs to others that they make, in order: bank of theirs and the giver
 * @param bankOf - banks of the chip by theirs
 */
export function recordTransfer(
  clock: StreamClock,
  play: () => void,
  given: readonly Omit<Given, 'at'>[],
  bankOf: readonly number[],
): Transfer {
  const { instructions, beats, executed, gather: now } = clock
  BEFORE.set(clock.counts)
  play()
  const counts: number[] = []
  for (let i = 0; i < BEFORE.length; i++) counts.push(clock.counts[i] - BEFORE[i])
  const room = clock.computeRoom
  const rooms: number[] = []
  for (let i = Math.min(room.length, clock.executed - executed); i > 0; i--)
    rooms.push(room[(clock.computeNext - i + room.length) % room.length] - now)
  return {
    instructions: clock.instructions - instructions,
    beats: clock.beats - beats,
    counts,
    gather: clock.gather - now,
    computeFree: clock.computeFree - now,
    executed: clock.executed - executed,
    rooms,
    gives: given.map(({ bank, engine }) => ({ bank, engine, at: clock.gives.last(bankOf[bank]) - now })),
  }
}

/** Does again what happened in the same state. @param bankOf - banks of the chip by those of the hand-overs */
export function applyTransfer(clock: StreamClock, known: Transfer, bankOf: readonly number[]): void {
  const { counts, computeRoom: room } = clock
  const now = clock.gather
  clock.instructions += known.instructions
  clock.beats += known.beats
  for (let i = 0; i < counts.length; i++) counts[i] += known.counts[i]
  for (const own of known.rooms) {
    room[clock.computeNext] = now + own
    clock.computeNext = clock.computeNext + 1 === room.length ? 0 : clock.computeNext + 1
  }
  clock.executed += known.executed
  for (const { bank, engine, at } of known.gives) clock.gives.add(bankOf[bank], engine, now + at)
  clock.computeFree = now + known.computeFree
  clock.gather = now + known.gather
}

/** What the counters were in front of the loads and RUNs that are being recorded. */
const BEFORE = new Float64Array(COUNTER_NAMES.length)
