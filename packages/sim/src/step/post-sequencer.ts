import type { ComputeRegisters } from './compute-registers.js'
import { laneOperations, takesParameter } from './lane-operations.js'
import { LaneMultiply, LaneQuantise, PostRaw, PostScale } from './package.js'

/** States of the post sequencer. */
export const PostState = { StIdle: 0, StCompare: 1, StEmit: 2 } as const

/**
 * The order in which one pixel is post-processed: compare step by step, then write plane by plane.
 * Mirrors rtl/concord_post_sequencer.sv.
 */
export class PostSequencer {
  stateQ: number = PostState.StIdle
  windowLastQ = false
  /** Lane operation of the step. */
  operationQ: number = LaneQuantise
  /** Parameters that the step has taken before it compares. */
  takenQ = 0
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
    this.operationQ = LaneQuantise
    this.takenQ = 0
    this.slotQ = this.planeQ = this.indexQ = this.rowQ = 0
  }

  /** A lane operation, comparing included. */
  get operate(): boolean {
    return this.stateQ === PostState.StCompare
  }

  get compare(): boolean {
    return this.operate && this.operationQ === LaneQuantise
  }

  get emit(): boolean {
    return this.stateQ === PostState.StEmit
  }

  /** The last threshold of the step. */
  get slotLast(): boolean {
    return this.slotQ + 1 >= this.registers.thresholds
  }

  /** Operations of the step behind the one in hand. */
  get #later(): number {
    const { inner, last } = laneOperations(this.registers)
    return (this.windowLastQ ? last : inner) & (-2 << this.operationQ)
  }

  get #operationDone(): boolean {
    return !this.compare || this.slotLast
  }

  get #stepDone(): boolean {
    return this.#operationDone && this.#later === 0
  }

  /** Planes are written after this pixel. */
  get #writes(): boolean {
    return this.windowLastQ && this.registers.planes !== 0
  }

  /** The last busy cycle of a pixel; the next may start in it. */
  get finish(): boolean {
    if (this.operate) return this.#stepDone && this.rowsDone && !this.#writes
    return this.emit && this.rowsDone && this.#planeLast
  }

  /** Finish of a window. */
  get windowEnd(): boolean {
    return this.finish && this.windowLastQ
  }

  get #rowNext(): number {
    return this.rowQ + (this.operate ? this.postLanes : this.#segment)
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
    else if (this.operate) this.#nextOperation()
    else if (this.emit) this.#nextEmit()
  }

  #first(): void {
    const raw = this.registers.mode === PostRaw
    this.stateQ = !raw ? PostState.StCompare : this.#windowLast ? PostState.StEmit : PostState.StIdle
    this.windowLastQ = this.#windowLast
    this.slotQ = this.planeQ = this.indexQ = this.rowQ = 0
    this.#firstOperation()
  }

  #firstOperation(): void {
    this.operationQ = this.registers.mode === PostScale ? LaneMultiply : LaneQuantise
    this.takenQ = 0
  }

  #nextOperation(): void {
    if (!this.#operationDone) {
      this.slotQ++
      return
    }
    const later = this.#later
    if (later !== 0) {
      if (takesParameter(this.operationQ, this.registers.scale)) this.takenQ++
      this.operationQ = 31 - Math.clz32(later & -later)
      return
    }
    this.slotQ = 0
    this.#firstOperation()
    const writes = this.#writes
    if (this.#nextRows()) this.stateQ = writes ? PostState.StEmit : PostState.StIdle
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
