import type { Point } from './point.js'
import { fidelityOfKind, kindOf, type RowNumbers } from './row-batch.js'
import type { RowColumns } from './row-columns.js'

/**
 * Points for a worker, and their rows in memory that both threads see: nobody copies rows, and neither side's garbage collector has objects of them.
 * A row holds the point's parameters and fidelity from the start and may be read when the worker has told that it is stored.
 */
export interface Share extends RowNumbers {
  /** All ids in one text. */
  readonly ids: string
  /** Of each point where its id ends. */
  readonly idEnds: Uint32Array<ArrayBuffer>
}

/** Packs points that have the parameters of the columns and no others. */
export function packShare(columns: RowColumns, points: readonly Point[]): Share {
  const numbers = columns.width * points.length
  const values = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * numbers))
  const kinds = new Uint8Array(new SharedArrayBuffer(points.length))
  const idEnds = new Uint32Array(points.length)
  let end = 0
  for (let i = 0; i < points.length; i++) {
    const { id, fidelity, parameters } = points[i]
    end += id.length
    idEnds[i] = end
    kinds[i] = kindOf('failed', fidelity)
    columns.packParameters(parameters, values, i * columns.width)
  }
  return { ids: points.map(({ id }) => id).join(''), idEnds, values, kinds }
}

/** The point at a place of a share. */
export function pointAt(columns: RowColumns, { ids, idEnds, values, kinds }: Share, i: number): Point {
  return {
    id: ids.slice(i === 0 ? 0 : idEnds[i - 1], idEnds[i]),
    fidelity: fidelityOfKind(kinds[i]),
    parameters: columns.parameters(values, i * columns.width),
  }
}
