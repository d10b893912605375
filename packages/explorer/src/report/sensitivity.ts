import type { DoneRow } from '../point/row.js'
import type { MetricName } from '../space/metrics.js'
import type { ParameterName } from '../space/schema.js'

/** How much one knob moves one metric. */
export interface Sensitivity {
  readonly knob: ParameterName
  readonly metric: MetricName
  /** Geometric mean of the metric at each value of the knob, over all other knobs. */
  readonly means: readonly (readonly [value: number, mean: number])[]
  /** Largest mean by the smallest. */
  readonly span: number
}

/** The effect of each knob on each metric, the others averaged out. */
export function sensitivities(
  rows: readonly DoneRow[],
  knobs: readonly ParameterName[],
  metrics: readonly MetricName[],
): Sensitivity[] {
  return knobs.flatMap((knob) => {
    const groups = new Map<number, DoneRow[]>()
    for (const row of rows) {
      const value = row.parameters[knob]!
      const group = groups.get(value)
      if (group) group.push(row)
      else groups.set(value, [row])
    }
    const ordered = [...groups].sort(([a], [b]) => a - b)
    return metrics.map((metric) => {
      const means = ordered.map(([value, group]) => {
        const logs = group.reduce((sum, row) => sum + Math.log(row.metrics[metric]), 0)
        return [value, Math.exp(logs / group.length)] as const
      })
      const all = means.map(([, mean]) => mean)
      return { knob, metric, means, span: all.length === 0 ? 1 : Math.max(...all) / Math.min(...all) }
    })
  })
}
