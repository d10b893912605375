import type { Activity, Counters } from '@concord/arch'
import type { MemoryContents } from './memory-contents.js'

/** How fast the host feeds and drains the chip. Cycle 0 is the first in which a beat is offered. */
export interface StreamTiming {
  /**
   * Beat k is offered from cycle k × inputInterval on, until it is accepted.
   * @defaultValue 1
   */
  readonly inputInterval?: number
  /**
   * A beat is accepted from outputInterval cycles after the one before; the first as soon as it is offered.
   * @defaultValue 1
   */
  readonly outputInterval?: number
}

/** The error that halted a run. */
export interface RunError {
  /** 1..10, see `ERROR_CODES`. */
  readonly code: number
  /** Number of the engine at fault, see `ENGINE`. */
  readonly engine: number
  /** Number of its instruction, modulo 65536. */
  readonly index: number
  /** Cycle in which it was found, counted from the first accepted beat; the chip is halted from the next one on. */
  readonly cycle: number
}

/** What a program did on a chip; the same from every engine that can run it. */
export interface RunResult {
  /** All beats that left the chip, in order. */
  readonly output: Uint8Array
  /** Cycles from the first accepted beat (included) to done or halt (excluded); unlike the counter it never wraps. */
  readonly cycles: number
  readonly counters: Counters
  /** Absent when the program ended well. */
  readonly error?: RunError
  readonly memories: MemoryContents
  /** Present when asked for. */
  readonly activity?: Activity
}
