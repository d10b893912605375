import type { CalibrationResult, Comparison } from '@concord/estimator'
import { formatPercent, formatSignificant } from '../session/numbers.js'
import { formatTable } from '../session/text-table.js'

type Pair = Pick<Comparison, 'estimated' | 'measured'>

/** Estimates of each chip beside its gates: area, power by workload, and the period of every path group by corner. */
export function describeChips({ areas, powers, timings }: CalibrationResult): string {
  return areas
    .map((area) => {
      const of = (all: readonly Comparison[]) => all.filter(({ chip }) => chip === area.chip)
      const figures = [
        ['area of standard cells, mm²', ...pairOf(area, 1e6)],
        ...of(powers).map((power) => [`power of ${power.workload}, mW`, ...pairOf(power, 1e3)]),
        ...of(timings).map((timing) => [`period, ${timing.workload}, ns`, ...pairOf(timing)]),
      ]
      return [
        formatTable([area.chip, 'estimated', 'gates', 'error'], figures),
        formatPeriods(of(timings)),
      ].join('\n\n')
    })
    .join('\n\n')
}

/** Slowest path into each block: a column of periods and one of errors a corner. */
function formatPeriods(corners: readonly Comparison[]): string {
  const names = corners[0]?.blocks.filter(({ measured }) => measured > 0).map(({ name }) => name) ?? []
  const rows = names.map((name) => [
    name,
    ...corners.flatMap(({ blocks }) => pairOf(blocks.find((block) => block.name === name)!)),
  ])
  const titles = corners.flatMap(({ workload }) => [`${workload}, ns`, 'gates', 'error'])
  return formatTable(['slowest path into', ...titles], rows)
}

/** Estimated, measured, `+1.2 %`. */
function pairOf({ estimated, measured }: Pair, unit = 1): string[] {
  const error = measured === 0 ? 0 : estimated / measured - 1
  const sign = error < 0 ? '-' : '+'
  const figures = [estimated, measured].map((figure) => formatSignificant(figure / unit, 4))
  return [...figures, `${sign}${formatPercent(Math.abs(error), 1)}`]
}
