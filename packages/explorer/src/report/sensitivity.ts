import type { RowList } from '../point/row-list.js'
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
  rows: RowList,
  knobs: readonly ParameterName[],
  metrics: readonly MetricName[],
): Sensitivity[] {
  const logs = metrics.map((metric) => rows.numbers(metric).map(Math.log))
  return knobs.flatMap((knob) => {
    const values = rows.numbers(knob)
    return metrics.map((metric, m) => {
      const sums = new Map<number, { count: number; logs: number }>()
      for (const [i, value] of values.entries()) {
        const sum = sums.get(value)
        if (sum === undefined) sums.set(value, { count: 1, logs: logs[m][i] })
        else {
          sum.count++
          sum.logs += logs[m][i]
        }
      }
      const means = [...sums]
        .sort(([a], [b]) => a - b)
        .map(([value, sum]) => [value, Math.exp(sum.logs / sum.count)] as const)
      const all = means.map(([, mean]) => mean)
      return { knob, metric, means, span: all.length === 0 ? 1 : Math.max(...all) / Math.min(...all) }
    })
  })
}
