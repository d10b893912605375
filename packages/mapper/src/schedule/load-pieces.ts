import type { ChipGeometry } from '@concord/arch'
import type { LoadMap, LoadWeights, TilePart } from './operation.js'
import { viewWordBeats, viewWords } from './view.js'

/** Stream beats of a piece of a load; RUNs are dispatched between pieces. */
const PIECE_BEATS = 256

/** A load that may go elsewhere. */
export type Movable = LoadMap | LoadWeights

/** Part of a load. */
export interface Piece {
  /** Of weights the number of their part; 0 of a map. */
  readonly part: number
  /** Words of the part; inputs of a map, or lines of its only one. */
  readonly first: number
  readonly count: number
}

/** The pieces into which a load is cut, inputs and lines of a map or tiles of weights, filled again for each load: a search cuts millions. */
export class LoadPieces {
  length = 0
  readonly #parts: number[] = []
  readonly #firsts: number[] = []
  readonly #counts: number[] = []
  readonly #beats: number[] = []

  at(place: number): Piece {
    return { part: this.#parts[place], first: this.#firsts[place], count: this.#counts[place] }
  }

  beatsAt(place: number): number {
    return this.#beats[place]
  }

  /** Forgets those of another load. */
  cut(geometry: ChipGeometry, operation: Movable): void {
    this.length = 0
    if (operation.op === 'loadMap') this.#cutMap(geometry, operation)
    else for (const [i, part] of operation.parts.entries()) this.#cutPart(geometry, part, i)
  }

  #cutMap(geometry: ChipGeometry, { view }: LoadMap): void {
    const beats = viewWords(view) * viewWordBeats(geometry, view)
    const all = view.inputs > 1 ? view.inputs : view.region.height
    const pieces = Math.min(all, Math.ceil(beats / PIECE_BEATS))
    this.#cutSpan(0, 0, all, pieces, beats / all, 0)
  }

  /** Parameters of a tile come with its first words. */
  #cutPart(
    { wordBeats, thresholdBeats }: ChipGeometry,
    { place, words, slots }: TilePart,
    part: number,
  ): void {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    const wanted = Math.ceil((rows * words.count * wordBeats) / PIECE_BEATS)
    const pieces = Math.max(1, Math.min(words.count, wanted))
    this.#cutSpan(part, words.first, words.count, pieces, rows * wordBeats, rows * slots * thresholdBeats)
  }

  /** Cuts a span into parts of nearly equal size. @param more - beats that come with the first one */
  #cutSpan(part: number, offset: number, count: number, pieces: number, beats: number, more: number): void {
    let first = 0
    for (let i = 1; i <= pieces; i++) {
      const end = Math.floor((i * count) / pieces)
      const place = this.length++
      this.#parts[place] = part
      this.#firsts[place] = offset + first
      this.#counts[place] = end - first
      this.#beats[place] = (end - first) * beats + (i === 1 ? more : 0)
      first = end
    }
  }
}

/** A piece of a load as a load of its own. */
export function pieceOf(operation: Movable, { part, first, count }: Piece): Movable {
  if (operation.op === 'loadWeights')
    return { ...operation, parts: [partOf(operation.parts[part], first, count)] }
  const { view } = operation
  const address = view.address + first * spanWords(operation)
  const { region } = view
  return {
    ...operation,
    view:
      view.inputs > 1
        ? { ...view, address, first: view.first + first, inputs: count }
        : { ...view, address, region: { ...region, y: region.y + first, height: count } },
  }
}

function partOf(part: TilePart, first: number, count: number): TilePart {
  const { words, slots } = part
  return {
    place: part.place,
    words: { first, count },
    word: part.word + first - words.first,
    slots: first === words.first ? slots : 0,
  }
}

/** Words of one input of a map, or of one line of its only one. */
export function spanWords({ view }: LoadMap): number {
  return viewWords(view) / (view.inputs > 1 ? view.inputs : view.region.height)
}
