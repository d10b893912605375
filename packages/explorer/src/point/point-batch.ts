import { FIDELITIES } from '../space/schema.js'
import type { Point } from './point.js'
import type { RowColumns } from './row-columns.js'

/** Points on their way to a worker: neither side's garbage collector has objects of them to move. */
export interface PointBatch {
  /** All ids in one text. */
  readonly ids: string
  /** Of each point where its id ends. */
  readonly idEnds: Uint32Array<ArrayBuffer>
  /** Of each point its fidelity's place among all. */
  readonly fidelities: Uint8Array<ArrayBuffer>
  /** Of each point its parameters' values, in the order of the columns. */
  readonly parameters: Float64Array<ArrayBuffer>
}

/** Packs points that have the parameters of the columns and no others. */
export function packPoints(columns: RowColumns, points: readonly Point[]): PointBatch {
  const width = columns.shape.parameters.length
  const idEnds = new Uint32Array(points.length)
  const fidelities = new Uint8Array(points.length)
  const parameters = new Float64Array(width * points.length)
  let ids = ''
  for (let i = 0; i < points.length; i++) {
    const point = points[i]
    ids += point.id
    idEnds[i] = ids.length
    fidelities[i] = FIDELITIES.indexOf(point.fidelity)
    columns.packParameters(point.parameters, parameters, i * width)
  }
  return { ids, idEnds, fidelities, parameters }
}

/** The point at a place of a batch. */
export function pointAt(columns: RowColumns, batch: PointBatch, i: number): Point {
  return {
    id: batch.ids.slice(i === 0 ? 0 : batch.idEnds[i - 1], batch.idEnds[i]),
    fidelity: FIDELITIES[batch.fidelities[i]],
    parameters: columns.parameters(batch.parameters, i * columns.shape.parameters.length),
  }
}
