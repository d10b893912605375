import { join } from 'node:path'
import { type LayerSplit, splitLayers } from '../cost/layer-split.js'
import { chipOf } from '../point/point.js'
import type { DoneRow, Row } from '../point/row.js'
import { RowList } from '../point/row-list.js'
import type { RowTable } from '../point/row-table.js'
import { writeAtomically } from '../run/atomic-file.js'
import { openNetworks } from '../run/job.js'
import { type Plan, readPoints } from '../run/plan-folder.js'
import { readRows } from '../run/result-files.js'
import { type Confirmation, confirmationsOf } from '../search/confirm.js'
import { paretoFront } from '../search/pareto.js'
import { networksCsv, pointsCsv } from './csv.js'
import { frontPicture } from './front-picture.js'
import { layersPicture } from './layers-picture.js'
import { renderReport } from './page.js'

/** Points of the front whose layers the report shows; mapping takes a while. */
const SPLIT_MAX = 12

/** What a plan came to. */
export interface Merged {
  /** Of the search, in the order of the plan. */
  readonly rows: RowList
  /** Points of the plan without a row. */
  readonly missing: number
  readonly front: readonly DoneRow[]
  /** Rows of the front in the dearer fidelity that the space asks for. */
  readonly confirmations: readonly Confirmation[]
  readonly files: readonly string[]
}

/**
 * Rows of a plan in its order, their front, and what confirms it.
 *
 * @param stored - rows of the plan, where they are at hand already
 */
export function collect(plan: Plan, stored: RowTable = readRows(plan)): Omit<Merged, 'files'> {
  const places: number[] = []
  let missing = 0
  for (const { id, fidelity } of readPoints(plan)) {
    const place = stored.placeOf(id)
    if (place === undefined) missing++
    else if (fidelity === plan.space.fidelity) places.push(place)
  }
  const rows = new RowList(stored, places)
  const front = frontOf(plan, rows)
  return { rows, missing, front, confirmations: confirmationsOf(plan, front, stored) }
}

/** The rows that no other is better than, by the first objective. */
export function frontOf({ space }: Plan, rows: RowList): DoneRow[] {
  const ok = rows.of('ok')
  const front = paretoFront(ok.costs(space.objectives)).map((i) => ok.done(i))
  const [first] = space.objectives
  return front.sort((a, b) => a.metrics[first] - b.metrics[first] || (a.id < b.id ? -1 : 1))
}

/**
 * Writes results.jsonl, points.csv, networks.csv, front.json, report.html and pictures of the front and of its first chip's layers into the plan's folder.
 *
 * @param stored - rows of the plan, where they are at hand already
 */
export async function merge(plan: Plan, version: string, stored?: RowTable): Promise<Merged> {
  const { rows, missing, front, confirmations } = collect(plan, stored)
  const confirmed = confirmations.map((confirmation) => confirmation.confirmed)
  const ids = new Set(front.map(({ id }) => id))
  const all = {
    *[Symbol.iterator]() {
      yield* rows
      yield* confirmed
    },
  }
  const splits = await splitsOf(plan, front)
  const files: [string, Iterable<string>][] = [
    ['results.jsonl', jsonLines(all)],
    ['points.csv', pointsCsv(plan.space, all, ids)],
    ['networks.csv', networksCsv(plan.space, all)],
    ['front.json', [`${JSON.stringify(front, null, 2)}\n`]],
    ['report.html', renderReport({ plan, rows, front, confirmations, missing, version, splits })],
  ]
  if (front.length > 0) {
    files.push(['front.svg', [frontPicture(plan.space.objectives, rows, front)]])
    for (const [i, split] of splits.get(front[0].id)!.entries())
      files.push([`layers-${i + 1}.svg`, [layersPicture(split)]])
  }
  for (const [name, content] of files) writeAtomically(join(plan.folder, name), content)
  return { rows, missing, front, confirmations, files: files.map(([name]) => join(plan.folder, name)) }
}

function* jsonLines(rows: Iterable<Row>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`
}

/** Layers of points spread evenly over the front: by point, one split a network. */
async function splitsOf(plan: Plan, front: readonly DoneRow[]): Promise<Map<string, LayerSplit[]>> {
  const count = Math.min(SPLIT_MAX, front.length)
  const chosen = Array.from({ length: count }, (_, i) => front[Math.floor((i * front.length) / count)])
  const networks = await openNetworks(plan.job)
  return new Map(
    chosen.map(({ id, parameters }) => {
      const config = chipOf(plan.space.chip, parameters)
      return [id, networks.map(({ network, batch }) => splitLayers(network, config, batch))]
    }),
  )
}
