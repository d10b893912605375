import type { ChipGeometry } from '@concord/arch'
import type { LoadMap, LoadWeights, TilePart } from './operation.js'
import { partCount, splitSpan } from './region.js'
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

/** Beats of the pieces into which a load is cut: those of `cutLoad`, without making them. */
export function pieceBeats(geometry: ChipGeometry, operation: Movable): number[] {
  const beats: number[] = []
  if (operation.op === 'loadMap') {
    const { all, pieces, spanBeats } = mapSpans(geometry, operation)
    for (let i = 0; i < pieces; i++) beats.push(partCount(all, pieces, i) * spanBeats)
    return beats
  }
  for (const part of operation.parts) {
    const pieces = weightPieces(geometry, part)
    for (let i = 0; i < pieces; i++)
      beats.push(partBeats(geometry, part, i === 0, partCount(part.words.count, pieces, i)))
  }
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
    for (const own of splitSpan(words.count, weightPieces(geometry, part), words.first)) {
      const isFirst = own.first === words.first
      const piece = { place, words: own, word: word + own.first - words.first, slots: isFirst ? slots : 0 }
      const beats = partBeats(geometry, part, isFirst, own.count)
      pieces.push({ operation: { ...operation, parts: [piece] }, beats })
    }
  }
  return pieces
}

function weightPieces({ wordBeats }: ChipGeometry, { place, words }: TilePart): number {
  const { rows } = place.plan.rowGroups[place.rowGroup]
  const wanted = Math.ceil((rows * words.count * wordBeats) / PIECE_BEATS)
  return Math.max(1, Math.min(words.count, wanted))
}

/** Beats of some words of a part; its parameters come with the first ones. */
function partBeats(
  { wordBeats, thresholdBeats }: ChipGeometry,
  { place, slots }: TilePart,
  isFirst: boolean,
  count: number,
): number {
  const { rows } = place.plan.rowGroups[place.rowGroup]
  return rows * (count * wordBeats + (isFirst ? slots : 0) * thresholdBeats)
}

function cutMap(geometry: ChipGeometry, operation: LoadMap): Piece[] {
  const { view } = operation
  const { all, pieces, spanBeats, spanWords } = mapSpans(geometry, operation)
  return splitSpan(all, pieces).map(({ first, count }) => {
    const address = view.address + first * spanWords
    const { region } = view
    const part =
      view.inputs > 1
        ? { ...view, address, first: view.first + first, inputs: count }
        : { ...view, address, region: { ...region, y: region.y + first, height: count } }
    return { operation: { ...operation, view: part }, beats: count * spanBeats }
  })
}

/** Inputs that come together, or lines of one: how many, in how many pieces, and words and beats of each. */
function mapSpans(geometry: ChipGeometry, { view }: LoadMap) {
  const wordBeats = viewWordBeats(geometry, view)
  const words = viewWords(view)
  const all = view.inputs > 1 ? view.inputs : view.region.height
  const pieces = Math.min(all, Math.ceil((words * wordBeats) / PIECE_BEATS))
  const spanWords = words / all
  return { all, pieces, spanWords, spanBeats: spanWords * wordBeats }
}
