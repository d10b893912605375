import type { Point } from '../point/point.js'
import { type DoneRow, isDone, type Row } from '../point/row.js'
import type { RowTable } from '../point/row-table.js'
import { type Plan, pointOf } from '../run/plan-folder.js'
import { METRIC_NAMES, type MetricName } from '../space/metrics.js'

/** Points of the front in the dearer fidelity that the space wants them confirmed in; none when it wants none. */
export function confirmingPoints(plan: Plan, front: readonly DoneRow[]): Point[] {
  const { confirm } = plan.space
  return confirm === undefined ? [] : front.map(({ parameters }) => pointOf(plan, parameters, confirm))
}

/** A row of the front beside the same chip in the dearer fidelity. */
export interface Confirmation {
  readonly row: DoneRow
  readonly confirmed: Row
  /** By metric: dearer by cheap figure, less 1; empty when the dearer one failed. */
  readonly deviations: Readonly<Partial<Record<MetricName, number>>>
}

/** Pairs the rows of the front with their confirmations, as far as there are any. */
export function confirmationsOf(plan: Plan, front: readonly DoneRow[], rows: RowTable): Confirmation[] {
  return confirmingPoints(plan, front).flatMap(({ id }, i) => {
    const confirmed = rows.get(id)
    const row = front[i]
    if (confirmed === undefined) return []
    const deviations = isDone(confirmed)
      ? METRIC_NAMES.map((name) => [name, confirmed.metrics[name] / row.metrics[name] - 1])
      : []
    return [{ row, confirmed, deviations: Object.fromEntries(deviations) }]
  })
}
