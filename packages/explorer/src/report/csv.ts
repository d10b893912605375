import { isDone, type Row } from '../point/row.js'
import { METRIC_NAMES, METRICS } from '../space/metrics.js'
import type { Space } from '../space/space.js'

/** One line a point: knobs, status, metrics with their units. */
export function* pointsCsv(space: Space, rows: Iterable<Row>, front: ReadonlySet<string>): Generator<string> {
  const knobs = knobNames(space)
  const header = ['id', ...knobs, 'fidelity', 'status', 'reason', 'front']
  const units = METRIC_NAMES.map((name) => `${name} [${METRICS[name].unit}]`)
  yield csvLine([...header, ...units])
  for (const row of rows) {
    yield csvLine([
      row.id,
      ...knobs.map((name) => row.parameters[name]),
      row.fidelity,
      row.status,
      'reason' in row ? row.reason : '',
      Number(front.has(row.id)),
      ...METRIC_NAMES.map((name) => (row.status === 'failed' ? '' : row.metrics[name])),
    ])
  }
}

/**
 * One line a point and network; columns that mean the same as in SCALE-Sim's compute report have its names.
 *
 * `Overall Util %` is useful multiply-accumulates by cycles and units, `Compute Util %` the same in the cycles in which
 * the array issues words, `Stall Cycles` are the others. SCALE-Sim's bandwidths are words of one operand; here weights
 * and inputs come in one stream, so those columns have names of their own.
 */
export function* networksCsv(space: Space, rows: Iterable<Row>): Generator<string> {
  yield csvLine([
    ...[
      'id',
      'Fidelity',
      'Network',
      'Batch',
      'Total Cycles',
      'Stall Cycles',
      'Overall Util %',
      'Compute Util %',
      'Array Busy %',
    ],
    ...['Avg Stream BW [bytes/cycle]', 'Stream [bytes]', 'Latency [µs]', 'Energy [nJ/input]', 'Bound'],
  ])
  for (const row of rows) {
    if (!isDone(row)) continue
    const { id, fidelity, parameters, networks } = row
    const { rows: height, lanes } = { ...space.chip, ...parameters }
    for (const n of networks) {
      const overall = (100 * n.opsPerCycle) / (2 * height * lanes)
      yield csvLine([
        ...[id, fidelity, n.network, n.batch, n.cycles, Math.round(n.cycles * (1 - n.computeShare))],
        ...[overall, overall / n.computeShare, 100 * n.computeShare],
        ...[n.bytesPerCycle, n.streamBytes + n.outputBytes, n.latencyUs, n.energyNj, n.bound],
      ])
    }
  }
}

/** Names of a space's knobs, in the order of the columns. */
export function knobNames({ free, derived }: Space) {
  return [...free, ...derived].map(({ name }) => name)
}

function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\n`
}

function csvCell(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
