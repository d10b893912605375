import type { ChipGeometry } from '@concord/arch'
import type { LoadMap, LoadWeights, TilePart } from './operation.js'
import { type Span, splitSpan } from './region.js'
import { viewWordBeats, viewWords } from './view.js'

/** Stream beats of a piece of a load; RUNs are dispatched between pieces. */
const PIECE_BEATS = 256

/** A load that may go elsewhere. */
export type Movable = LoadMap | LoadWeights

/** Part of a load. */
export interface Piece {
  readonly operation: Movable
  readonly beats: number
}

/** Beats of the pieces into which a load is cut. */
export function pieceBeats(geometry: ChipGeometry, operation: Movable): number[] {
  if (operation.op === 'loadMap') {
    const { spans, spanBeats } = mapSpans(geometry, operation)
    return spans.map(({ count }) => count * spanBeats)
  }
  const beats: number[] = []
  for (const part of operation.parts)
    for (const { first, count } of weightSpans(geometry, part))
      beats.push(partBeats(geometry, part, first, count))
  return beats
}

/** Cuts a load into pieces: inputs and lines of a map, tiles of weights. */
export function cutLoad(geometry: ChipGeometry, operation: Movable): Piece[] {
  return operation.op === 'loadMap' ? cutMap(geometry, operation) : cutWeights(geometry, operation)
}

function cutWeights(geometry: ChipGeometry, operation: LoadWeights): Piece[] {
  const pieces: Piece[] = []
  for (const part of operation.parts) {
    const { place, words, word, slots } = part
    for (const own of weightSpans(geometry, part)) {
      const { first, count } = own
      const piece = {
        place,
        words: own,
        word: word + first - words.first,
        slots: first === words.first ? slots : 0,
      }
      const beats = partBeats(geometry, part, first, count)
      pieces.push({ operation: { ...operation, parts: [piece] }, beats })
    }
  }
  return pieces
}

function weightSpans({ wordBeats }: ChipGeometry, { place, words }: TilePart): Span[] {
  const { rows } = place.plan.rowGroups[place.rowGroup]
  const wanted = Math.ceil((rows * words.count * wordBeats) / PIECE_BEATS)
  return splitSpan(words.count, Math.max(1, Math.min(words.count, wanted)), words.first)
}

/** Beats of some words of a part; its parameters come with the first ones. */
function partBeats(
  { wordBeats, thresholdBeats }: ChipGeometry,
  { place, words, slots }: TilePart,
  first: number,
  count: number,
): number {
  const { rows } = place.plan.rowGroups[place.rowGroup]
  return rows * (count * wordBeats + (first === words.first ? slots : 0) * thresholdBeats)
}

function cutMap(geometry: ChipGeometry, operation: LoadMap): Piece[] {
  const { view } = operation
  const { spans, spanBeats, spanWords } = mapSpans(geometry, operation)
  return spans.map(({ first, count }) => {
    const address = view.address + first * spanWords
    const { region } = view
    const part =
      view.inputs > 1
        ? { ...view, address, first: view.first + first, inputs: count }
        : { ...view, address, region: { ...region, y: region.y + first, height: count } }
    return { operation: { ...operation, view: part }, beats: count * spanBeats }
  })
}

/** Inputs that come together, or lines of one, and words and beats of each. */
function mapSpans(geometry: ChipGeometry, { view }: LoadMap) {
  const wordBeats = viewWordBeats(geometry, view)
  const words = viewWords(view)
  const all = view.inputs > 1 ? view.inputs : view.region.height
  const spans = splitSpan(all, Math.min(all, Math.ceil((words * wordBeats) / PIECE_BEATS)))
  const spanWords = words / all
  return { spans, spanWords, spanBeats: spanWords * wordBeats }
}
