/** A clock before some instructions. */
export interface Begun {
  readonly now: number
  readonly instructions: number
  readonly beats: number
  readonly counts: Float64Array
  readonly executed: number
}

/** What some loads and RUNs do to a clock in one state; times are relative to their start. */
export interface Transfer {
  readonly instructions: number
  readonly beats: number
  readonly counts: Float64Array
  readonly gather: number
  readonly computeFree: number
  /** Instructions of compute, and the newest entries of its queue. */
  readonly executed: number
  readonly rooms: readonly number[]
  /** Hand-overs to others, in order. */
  readonly gives: readonly { readonly bank: number; readonly engine: number; readonly at: number }[]
}
