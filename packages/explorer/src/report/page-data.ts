import type { ChipConfig } from '@concord/arch'
import type { LayerSplit } from '../cost/layer-split.js'
import type { Parameters } from '../point/point.js'
import { type DoneRow, isDone, type Row } from '../point/row.js'
import type { RowList } from '../point/row-list.js'
import type { Plan } from '../run/plan-folder.js'
import type { Confirmation } from '../search/confirm.js'
import { METRIC_NAMES, METRICS, type MetricName, type Metrics } from '../space/metrics.js'
import type { ParameterName } from '../space/schema.js'
import { knobNames } from './csv.js'
import { errorBands } from './error-bands.js'
import { provenanceOf } from './provenance.js'
import { type Sensitivity, sensitivities } from './sensitivity.js'

/** What a report shows. */
export interface ReportContent {
  readonly plan: Plan
  readonly rows: RowList
  readonly front: readonly DoneRow[]
  readonly confirmations: readonly Confirmation[]
  readonly missing: number
  readonly version: string
  /** Layers of some points of the front, one split a network. */
  readonly splits: ReadonlyMap<string, readonly LayerSplit[]>
}

/** Points of a report by columns. */
interface PointColumns {
  readonly id: readonly string[]
  /** 0 beyond a limit, 1 dominated, 2 front. */
  readonly kind: readonly number[]
  readonly knobs: Readonly<Partial<Record<ParameterName, readonly number[]>>>
  readonly metrics: Readonly<Record<MetricName, readonly number[]>>
}

/** What a dearer fidelity said of a point of the front. */
type Confirmed =
  | (Pick<Confirmation, 'deviations'> & { readonly metrics: Metrics })
  | { readonly reason: string }

/** Points that failed for one reason. */
interface Failure {
  readonly reason: string
  readonly count: number
  /** Of the first of them. */
  readonly parameters: Parameters
}

/** Everything that the page draws from, as plain data. */
export interface PageData {
  readonly metrics: Readonly<Record<MetricName, { readonly unit: string }>>
  readonly objectives: readonly MetricName[]
  readonly bands: Readonly<Partial<Record<MetricName, number>>>
  readonly knobs: readonly ParameterName[]
  readonly points: PointColumns
  /** The chip without its knobs. */
  readonly fixed: ChipConfig
  readonly front: readonly Pick<DoneRow, 'id' | 'networks'>[]
  readonly confirmed: Readonly<Record<string, Confirmed>>
  /** By point, one split a network. */
  readonly splits: Readonly<Record<string, readonly LayerSplit[]>>
  readonly networks: readonly string[]
  readonly sensitivities: readonly Sensitivity[]
  readonly failed: readonly Failure[]
  readonly provenance: Readonly<Record<string, string | readonly string[]>>
}

const FAILED_SHOWN = 100

/** Collects what the page draws from. */
export function pageData({ plan, rows, front, confirmations, version, splits }: ReportContent): PageData {
  const { space, header } = plan
  const knobs = knobNames(space)
  return {
    metrics: METRICS,
    objectives: space.objectives,
    bands: errorBands(space),
    knobs,
    points: pointColumns(rows.of('ok', 'excluded'), knobs, front),
    fixed: space.chip,
    front: front.map(({ id, networks }) => ({ id, networks })),
    confirmed: Object.fromEntries(
      confirmations.map(({ row, confirmed, deviations }) => [
        row.id,
        isDone(confirmed) ? { metrics: confirmed.metrics, deviations } : { reason: confirmed.reason },
      ]),
    ),
    splits: Object.fromEntries(splits),
    networks: header.networks.map(({ name }) => name),
    sensitivities: sensitivities(rows.of('ok'), knobs, space.objectives),
    failed: failures(rows.of('failed')),
    provenance: provenanceOf(plan, version),
  }
}

/** Columns of all points that have metrics; five digits are more than a screen shows. */
function pointColumns(
  rows: RowList,
  knobs: readonly ParameterName[],
  front: readonly DoneRow[],
): PointColumns {
  const chosen = new Set(front.map(({ id }) => id))
  const ids = rows.ids()
  const metrics: Partial<Record<MetricName, readonly number[]>> = {}
  for (const name of METRIC_NAMES)
    metrics[name] = Array.from(rows.numbers(name), (value) => Number(value.toPrecision(5)))
  return {
    id: ids,
    kind: rows.places.map((place, i) =>
      rows.table.statusAt(place) !== 'ok' ? 0 : chosen.has(ids[i]) ? 2 : 1,
    ),
    knobs: Object.fromEntries(knobs.map((name) => [name, Array.from(rows.numbers(name))])),
    metrics: metrics as PointColumns['metrics'],
  }
}

/** Reasons of failure with their numbers of points and one of these, the most frequent first. */
function failures(rows: Iterable<Row>): Failure[] {
  const reasons = new Map<string, { count: number; example: Row }>()
  for (const row of rows) {
    if (row.status !== 'failed') continue
    const known = reasons.get(row.reason)
    if (known) known.count++
    else reasons.set(row.reason, { count: 1, example: row })
  }
  return [...reasons]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, FAILED_SHOWN)
    .map(([reason, { count, example }]) => ({ reason, count, parameters: example.parameters }))
}
