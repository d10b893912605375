import type { Activity, Counters } from '@concord/arch'

/** What one execution of a network costs on a chip, without its data. */
export interface ProgramCost {
  /** Inputs an execution handles. */
  readonly batch: number
  readonly cycles: number
  readonly counters: Counters
  readonly streamBytes: number
  readonly outputBytes: number
  readonly instructions: number
  /** Events exact, toggled bits expected (see ActivityTally); undefined with wide values, which only a run with data counts. */
  readonly activity: Activity | undefined
}
