/** What a point is judged by, with its unit and which way is better. */
export const METRICS = {
  latencyUs: { unit: 'µs', better: 'less', meaning: 'time of one execution, weighted over the networks' },
  cycles: { unit: 'cycles', better: 'less', meaning: 'cycles of one execution, weighted over the networks' },
  inferencesPerSecond: {
    unit: '1/s',
    better: 'more',
    meaning: 'inputs by time, in the weighted mix of networks',
  },
  energyNj: { unit: 'nJ', better: 'less', meaning: 'energy of one input, weighted over the networks' },
  powerMw: { unit: 'mW', better: 'less', meaning: 'energy by time' },
  edpNjUs: { unit: 'nJ·µs', better: 'less', meaning: 'energy of one input times time of one input' },
  areaMm2: {
    unit: 'mm²',
    better: 'less',
    meaning: 'standard cells divided by the utilisation, and SRAM macros; no pads, no power ring',
  },
} as const

/** Name of a metric. */
export type MetricName = keyof typeof METRICS

/** All metrics of a point. */
export type Metrics = Readonly<Record<MetricName, number>>

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[]

/** The value with its sign turned where more is better: less is always better. */
export function costOf(metric: MetricName, value: number): number {
  return METRICS[metric].better === 'less' ? value : -value
}
