import { type DoneRow, METRICS, type Merged, type Plan } from '@concord/explorer'
import { formatNumber, formatSignificant } from '../session/numbers.js'
import { formatTable } from '../session/text-table.js'

const SHOWN = 20

/** What a plan came to, as text. */
export function describeMerged(plan: Plan, { rows, missing, front, files }: Merged): string {
  const failed = rows.filter(({ status }) => status === 'failed').length
  const excluded = rows.filter(({ status }) => status === 'excluded').length
  const facts = [
    `${formatNumber(rows.length)} points`,
    `${formatNumber(front.length)} on the front`,
    ...(excluded > 0 ? [`${formatNumber(excluded)} beyond a limit`] : []),
    ...(failed > 0 ? [`${formatNumber(failed)} failed`] : []),
    ...(missing > 0 ? [`${formatNumber(missing)} not yet evaluated`] : []),
  ].join(', ')
  return `${formatFront(plan, front)}\n\n${facts}\n${files.map((file) => `wrote ${file}`).join('\n')}`
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
