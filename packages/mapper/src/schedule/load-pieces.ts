import type { ChipGeometry } from '@concord/arch'
import type { LoadMap, LoadWeights, TilePart } from './operation.js'
import { splitSpan } from './region.js'
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

/** Cuts a load into pieces: inputs and lines of a map, tiles of weights. */
export function cutLoad(geometry: ChipGeometry, operation: Movable): readonly Piece[] {
  if (operation.op !== 'loadWeights') return cutMap(geometry, operation)
  const { parts, weightBank } = operation
  const key = 2 * geometry.beatBytes + weightBank
  const byWidth = knownWeights.get(parts) ?? new Map<number, readonly Piece[]>()
  knownWeights.set(parts, byWidth)
  const pieces = byWidth.get(key) ?? cutWeights(geometry, operation)
  byWidth.set(key, pieces)
  return pieces
}

/** Pieces of weights by the width of the stream and the bank: many passes load the same. */
const knownWeights = new WeakMap<readonly TilePart[], Map<number, readonly Piece[]>>()

function cutWeights({ wordBeats, thresholdBeats }: ChipGeometry, operation: LoadWeights): Piece[] {
  const pieces: Piece[] = []
  for (const { place, words, word, slots: ownSlots } of operation.parts) {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    const count = Math.max(1, Math.ceil((rows * words.count * wordBeats) / PIECE_BEATS))
    for (const own of splitSpan(words.count, Math.max(1, Math.min(words.count, count)), words.first)) {
      const slots = own.first === words.first ? ownSlots : 0
      const part = { place, words: own, word: word + own.first - words.first, slots }
      pieces.push({
        operation: { ...operation, parts: [part] },
        beats: rows * (own.count * wordBeats + slots * thresholdBeats),
      })
    }
  }
  return pieces
}

function cutMap(geometry: ChipGeometry, operation: LoadMap): Piece[] {
  const { view } = operation
  const wordBeats = viewWordBeats(geometry, view)
  const words = viewWords(view)
  const wanted = Math.ceil((words * wordBeats) / PIECE_BEATS)
  const inputWords = words / view.inputs
  if (view.inputs > 1) {
    return splitSpan(view.inputs, Math.min(view.inputs, wanted)).map(({ first, count }) => {
      const address = view.address + first * inputWords
      const part = { ...view, address, first: view.first + first, inputs: count }
      return { operation: { ...operation, view: part }, beats: count * inputWords * wordBeats }
    })
  }
  const { region } = view
  const lineWords = inputWords / region.height
  return splitSpan(region.height, Math.min(region.height, wanted)).map(({ first, count }) => {
    const address = view.address + first * lineWords
    const part = { ...view, address, region: { ...region, y: region.y + first, height: count } }
    return { operation: { ...operation, view: part }, beats: count * lineWords * wordBeats }
  })
}
