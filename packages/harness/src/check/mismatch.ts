/** One place where two models of a chip part. */
export interface Mismatch {
  /** Who differs from the stepped model, e.g. `verilator`. */
  readonly engine: string
  /** Cycle of the scenario; undefined for what is compared at the end. */
  readonly cycle?: number
  readonly signal: string
  readonly expected: number | string
  readonly got: number | string
}
