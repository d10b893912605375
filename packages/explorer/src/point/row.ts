import type { Metrics } from '../space/metrics.js'
import type { Fidelity } from '../space/schema.js'
import type { Parameters } from './point.js'

/** What one network costs on one chip. */
export interface NetworkRow {
  readonly network: string
  readonly batch: number
  readonly cycles: number
  readonly latencyUs: number
  readonly energyNj: number
  readonly powerMw: number
  readonly streamBytes: number
  readonly outputBytes: number
  /** Multiply-accumulates of the batch by the cycles, each counted as two operations. */
  readonly opsPerCycle: number
  readonly bytesPerCycle: number
  /** Part of the cycles in which the array issued a word. */
  readonly computeShare: number
  /** Part of the cycles in which payload came in. */
  readonly loadShare: number
  /** Part of the cycles in which the array waited for the post unit. */
  readonly postShare: number
  /** What holds the chip up most. */
  readonly bound: Bound
}

/** What can hold a chip up. */
export const BOUNDS = ['compute', 'stream', 'post', 'control'] as const

/** What holds a chip up most. */
export type Bound = (typeof BOUNDS)[number]

/** How a point can end. */
export const STATUSES = ['ok', 'excluded', 'failed'] as const

/** The result of one point. */
export type Row = {
  readonly id: string
  readonly parameters: Parameters
  readonly fidelity: Fidelity
} & (
  | {
      /** `ok`, or `excluded` when a limit on metrics is broken. */
      readonly status: 'ok' | 'excluded'
      readonly reason?: string
      readonly metrics: Metrics
      readonly networks: readonly NetworkRow[]
    }
  | { readonly status: 'failed'; readonly reason: string }
)

/** Whether a row has metrics. */
export function isDone(row: Row): row is DoneRow {
  return row.status !== 'failed'
}

/** A row with metrics. */
export type DoneRow = Extract<Row, { status: 'ok' | 'excluded' }>
