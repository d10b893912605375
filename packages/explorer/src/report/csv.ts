import { chipOf } from '../point/point.js'
import { isDone, type Row } from '../point/row.js'
import { METRIC_NAMES, METRICS } from '../space/metrics.js'
import type { Space } from '../space/space.js'

/** One line a point: knobs, status, metrics with their units. */
export function pointsCsv(space: Space, rows: readonly Row[], front: ReadonlySet<string>): string {
  const knobs = knobNames(space)
  const header = ['id', ...knobs, 'fidelity', 'status', 'reason', 'front']
  const units = METRIC_NAMES.map((name) => `${name} [${METRICS[name].unit}]`)
  const lines = rows.map((row) => [
    row.id,
    ...knobs.map((name) => row.parameters[name]),
    row.fidelity,
    row.status,
    'reason' in row ? row.reason : '',
    Number(front.has(row.id)),
    ...METRIC_NAMES.map((name) => (row.status === 'failed' ? '' : row.metrics[name])),
  ])
  return csv([...header, ...units], lines)
}

/** One line a point and network; columns that mean the same as in SCALE-Sim's compute and bandwidth reports have those names. */
export function networksCsv(space: Space, rows: readonly Row[]): string {
  const header = [
    ...[
      'id',
      'Fidelity',
      'Network',
      'Batch',
      'Total Cycles',
      'Stall Cycles',
      'Overall Util %',
      'Compute Util %',
    ],
    ...['Avg STREAM BW [bytes/cycle]', 'Stream bytes', 'Latency [µs]', 'Energy [nJ/input]', 'Bound'],
  ]
  const done = rows.filter(isDone)
  const lines = done.flatMap(({ id, fidelity, parameters, networks }) => {
    const { rows: height, lanes } = chipOf(space.chip, parameters)
    return networks.map((n) => [
      ...[id, fidelity, n.network, n.batch, n.cycles, Math.round(n.cycles * (1 - n.computeShare))],
      ...[(100 * n.opsPerCycle) / (2 * height * lanes), 100 * n.computeShare],
      ...[n.bytesPerCycle, n.streamBytes + n.outputBytes, n.latencyUs, n.energyNj, n.bound],
    ])
  })
  return csv(header, lines)
}

/** Names of a space's knobs, in the order of the columns. */
export function knobNames({ free, derived }: Space) {
  return [...free, ...derived].map(({ name }) => name)
}

function csv(header: readonly string[], lines: readonly (readonly unknown[])[]): string {
  const cell = (value: unknown) => {
    const text = value === undefined ? '' : String(value)
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [header, ...lines].map((line) => `${line.map(cell).join(',')}\n`).join('')
}
