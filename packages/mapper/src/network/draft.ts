import type { Layer, LayerQuantiser, Pool } from './layer.js'
import type { MapShape } from './map-shape.js'
import type { Scale } from './scale.js'

/** What a layer is before it is known what becomes of its sums. */
export type LayerBody = Omit<Layer, 'id' | 'pool' | 'quantiser' | 'scale'>

/** One thing that becomes of a draft's sums. */
interface Result {
  readonly id: string
  readonly pool: Pool | undefined
  readonly quantiser: LayerQuantiser | undefined
  readonly scale?: Scale
}

/**
 * A layer whose sums are computed and whose results are found one by one.
 *
 * Each different result becomes a layer of its own, with the same sums.
 */
export class Draft {
  readonly #results: Result[] = []

  /**
   * @param id - of its first result; others add a number
   * @param sumShape - of the tensor of its sums, where the source has none
   */
  constructor(
    readonly id: string,
    readonly body: LayerBody,
    readonly sumShape?: readonly number[],
  ) {}

  get output(): MapShape {
    return this.body.output
  }

  /** Adds a result, unless there is the same already. @returns its id */
  add(result: Omit<Result, 'id'>): string {
    const same = this.#results.find((other) => sameResult(other, result))
    if (same !== undefined) return same.id
    const id = this.#results.length === 0 ? this.id : `${this.id}#${this.#results.length + 1}`
    this.#results.push({ id, ...result })
    return id
  }

  layers(): Layer[] {
    return this.#results.map((result) => ({ ...this.body, ...result }))
  }
}

function sameResult(a: Omit<Result, 'id'>, b: Omit<Result, 'id'>): boolean {
  if (a.scale?.tensor !== b.scale?.tensor) return false
  if (a.quantiser === undefined || b.quantiser === undefined) return a.quantiser === b.quantiser
  return (
    samePool(a.pool, b.pool) &&
    a.quantiser.levels.count === b.quantiser.levels.count &&
    same(a.quantiser.direction, b.quantiser.direction) &&
    a.quantiser.thresholds.every((list, level) => same(list, b.quantiser!.thresholds[level]))
  )
}

function samePool(a: Pool | undefined, b: Pool | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return JSON.stringify(a) === JSON.stringify(b)
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => value === b[i])
}
