import type { ComputeRegisters } from './compute-registers.js'
import { PostRaw } from './package.js'

/** States of the post sequencer. */
export const PostState = { StIdle: 0, StCompare: 1, StEmit: 2 } as const

/**
 * The order in which one pixel is post-processed: compare step by step, then write plane by plane.
 * Mirrors rtl/concord_post_sequencer.sv.
 */
export class PostSequencer {
  stateQ: number = PostState.StIdle
  windowLastQ = false
  slotQ = 0
  planeQ = 0
  /** Step while comparing, word while writing. */
  indexQ = 0
  /** Its first row. */
  rowQ = 0
  #start = false
  #windowLast = false
  readonly #segment: number

  constructor(
    readonly registers: ComputeRegisters,
    rows: number,
    lanes: number,
    readonly postLanes: number,
  ) {
    this.#segment = Math.min(rows, lanes)
  }

  reset(): void {
    this.stateQ = PostState.StIdle
    this.windowLastQ = false
    this.slotQ = this.planeQ = this.indexQ = this.rowQ = 0
  }

  get compare(): boolean {
    return this.stateQ === PostState.StCompare
  }

  get emit(): boolean {
    return this.stateQ === PostState.StEmit
  }

  /** The last threshold of the step. */
  get slotLast(): boolean {
    return this.slotQ === this.registers.thresholds - 1
  }

  /** The last busy cycle of a pixel; the next may start in it. */
  get finish(): boolean {
    if (this.compare) return this.slotLast && this.rowsDone && !this.windowLastQ
    return this.emit && this.rowsDone && this.#planeLast
  }

  get #rowNext(): number {
    return this.rowQ + (this.compare ? this.postLanes : this.#segment)
  }

  get rowsDone(): boolean {
    return this.#rowNext >= this.registers.rows
  }

  get #planeLast(): boolean {
    return this.planeQ === this.registers.planes - 1
  }

  /** @param start - a pixel starts; @param windowLast - it is the last one of its window */
  eval(start: boolean, windowLast: boolean): void {
    this.#start = start
    this.#windowLast = windowLast
  }

  tick(): void {
    if (this.#start) this.#first()
    else if (this.compare) this.#nextCompare()
    else if (this.emit) this.#nextEmit()
  }

  #first(): void {
    const raw = this.registers.mode === PostRaw
    this.stateQ = !raw ? PostState.StCompare : this.#windowLast ? PostState.StEmit : PostState.StIdle
    this.windowLastQ = this.#windowLast
    this.slotQ = this.planeQ = this.indexQ = this.rowQ = 0
  }

  #nextCompare(): void {
    if (!this.slotLast) {
      this.slotQ++
      return
    }
    this.slotQ = 0
    if (this.#nextRows()) this.stateQ = this.windowLastQ ? PostState.StEmit : PostState.StIdle
  }

  #nextEmit(): void {
    const planeLast = this.#planeLast
    if (!this.#nextRows()) return
    if (planeLast) this.stateQ = PostState.StIdle
    this.planeQ++
  }

  /** Steps to the next rows; @returns whether these were the last ones. */
  #nextRows(): boolean {
    const done = this.rowsDone
    this.rowQ = done ? 0 : this.#rowNext
    this.indexQ = done ? 0 : this.indexQ + 1
    return done
  }
}
