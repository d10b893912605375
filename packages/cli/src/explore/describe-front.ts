import {
  type Confirmation,
  type DoneRow,
  METRIC_NAMES,
  METRICS,
  type Merged,
  type Plan,
} from '@concord/explorer'
import { formatNumber, formatPercent, formatSignificant } from '../session/numbers.js'
import { formatTable } from '../session/text-table.js'

const SHOWN = 20

/** What a plan came to, as text. */
export function describeMerged(plan: Plan, { rows, missing, front, confirmations, files }: Merged): string {
  const [failed, excluded] = [rows.of('failed').length, rows.of('excluded').length]
  const facts = [
    `${formatNumber(rows.length)} points`,
    `${formatNumber(front.length)} on the front`,
    ...(excluded > 0 ? [`${formatNumber(excluded)} beyond a limit`] : []),
    ...(failed > 0 ? [`${formatNumber(failed)} failed`] : []),
    ...(missing > 0 ? [`${formatNumber(missing)} not yet evaluated`] : []),
  ].join(', ')
  const confirmed = confirmations.length > 0 ? `\n${describeConfirmations(plan, confirmations)}` : ''
  return `${formatFront(plan, front)}\n\n${facts}${confirmed}\n${files.map((file) => `wrote ${file}`).join('\n')}`
}

/** How far the dearer fidelity is from the search's, over the front. */
function describeConfirmations({ space }: Plan, confirmations: readonly Confirmation[]): string {
  const ranges = METRIC_NAMES.flatMap((metric) => {
    const values = confirmations.flatMap(({ deviations }) => deviations[metric] ?? [])
    if (values.every((value) => value === 0)) return []
    return [`${metric} ${formatPercent(Math.min(...values), 1)} to ${formatPercent(Math.max(...values), 1)}`]
  })
  const failed = confirmations.filter(({ confirmed }) => confirmed.status === 'failed').length
  const lost = failed > 0 ? `, ${formatNumber(failed)} failed` : ''
  return `confirmed as ${space.confirm}: ${formatNumber(confirmations.length)} points${lost}; changes: ${ranges.join(', ') || 'none'}`
}

/** The front as a table: knobs and objectives. */
function formatFront({ space }: Plan, front: readonly DoneRow[]): string {
  const knobs = [...space.free, ...space.derived].map(({ name }) => name)
  const header = ['point', ...knobs, ...space.objectives.map((name) => `${name} ${METRICS[name].unit}`)]
  const step = Math.max(1, Math.ceil(front.length / SHOWN))
  const lines = front
    .filter((_, i) => i % step === 0)
    .map(({ id, parameters, metrics }) => [
      id,
      ...knobs.map((name) => String(parameters[name])),
      ...space.objectives.map((name) => formatSignificant(metrics[name], 4)),
    ])
  const more = front.length > lines.length ? `\n(every ${step} of ${formatNumber(front.length)})` : ''
  return `${formatTable(header, lines)}${more}`
}
