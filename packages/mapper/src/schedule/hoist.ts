import { type ChipConfig, chipGeometry } from '@concord/arch'
import type { LoadMap, LoadWeights, Operation } from './operation.js'
import { splitSpan } from './region.js'
import { viewWordBeats, viewWords } from './view.js'

/** Stream beats of a piece of a load; RUNs are dispatched between pieces. */
const PIECE_BEATS = 256

/**
 * Moves loads forward, in pieces, to where the array computes and their bank is free, so that the stream works while
 * the array does. The order of the loads stays, and so does every result.
 *
 * The stream is one: a load that waits for its bank holds up the RUNs behind it. So a load goes one RUN behind the last
 * use of its bank at the earliest, and behind each RUN there go pieces for about as long as that RUN takes.
 */
export function hoistLoads(config: ChipConfig, operations: readonly Operation[]): Operation[] {
  const pending = new LoadQueue(config, operations)
  const result: Operation[] = []
  /** RUNs that have been placed, and by bank the number of them when it was used last. */
  let runs = 0
  const usedAt = new Map<number, number>()
  const place = (operation: Operation) => {
    result.push(operation)
    if (operation.engine !== 'load') for (const bank of operation.banks) usedAt.set(bank, runs)
  }
  let credit = 0
  for (const [i, operation] of operations.entries()) {
    if (isMovable(operation)) {
      for (const piece of pending.upTo(i)) place(piece)
      credit = 0
      continue
    }
    if (operation.op === 'run') runs++
    place(operation)
    if (operation.op !== 'run') continue
    credit = Math.min(credit, operation.work.cycles) + operation.work.cycles
    for (let piece = pending.peek(); piece !== undefined; piece = pending.peek()) {
      const [bank] = piece.operation.banks
      if (piece.beats > credit || (usedAt.get(bank) ?? -1) >= runs || pending.usedBefore(bank, i)) break
      credit -= piece.beats
      place(pending.next()!)
    }
  }
  return result
}

type Movable = LoadMap | LoadWeights

function isMovable(operation: Operation): operation is Movable {
  return operation.op === 'loadMap' || operation.op === 'loadWeights'
}

interface Piece {
  /** Place of the load in the list. */
  readonly index: number
  readonly operation: Movable
  readonly beats: number
}

/** The loads of a schedule that have not been placed yet, in pieces. */
class LoadQueue {
  readonly #pieces: Piece[] = []
  #next = 0
  /** By bank the places of its users that are no loads. */
  readonly #users = new Map<number, number[]>()

  constructor(config: ChipConfig, operations: readonly Operation[]) {
    for (const [index, operation] of operations.entries()) {
      if (isMovable(operation)) this.#pieces.push(...cutLoad(config, operation, index))
      else {
        for (const bank of operation.banks) {
          const users = this.#users.get(bank)
          if (users) users.push(index)
          else this.#users.set(bank, [index])
        }
      }
    }
  }

  peek(): Piece | undefined {
    return this.#pieces[this.#next]
  }

  next(): Movable | undefined {
    return this.#pieces[this.#next++]?.operation
  }

  /** Takes all pieces of the loads up to a place in the list. */
  upTo(index: number): Movable[] {
    const taken: Movable[] = []
    while ((this.peek()?.index ?? Infinity) <= index) taken.push(this.next()!)
    return taken
  }

  /** Whether somebody uses a bank between a place in the list and the next load. */
  usedBefore(bank: number, place: number): boolean {
    const end = this.peek()!.index
    const users = this.#users.get(bank) ?? []
    let [low, high] = [0, users.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (users[middle] <= place) low = middle + 1
      else high = middle
    }
    return low < users.length && users[low] < end
  }
}

/** Cuts a load into pieces: inputs and lines of a map, tiles of weights. */
function cutLoad(config: ChipConfig, operation: Movable, index: number): Piece[] {
  const geometry = chipGeometry(config)
  const { thresholdBeats } = geometry
  if (operation.op === 'loadWeights') {
    const { wordBeats } = geometry
    return operation.parts.flatMap((part) => {
      const { place, words } = part
      const { rows } = place.plan.rowGroups[place.rowGroup]
      const count = Math.max(1, Math.ceil((rows * words.count * wordBeats) / PIECE_BEATS))
      return splitSpan(words.count, Math.max(1, Math.min(words.count, count)), words.first).map((own) => {
        const slots = own.first === words.first ? place.slots : 0
        return {
          index,
          operation: { ...operation, parts: [{ place, words: own, slots }] },
          beats: rows * (own.count * wordBeats + slots * thresholdBeats),
        }
      })
    })
  }
  const { view } = operation
  const wordBeats = viewWordBeats(geometry, view)
  const words = viewWords(view)
  const wanted = Math.ceil((words * wordBeats) / PIECE_BEATS)
  const inputWords = words / view.inputs
  if (view.inputs > 1) {
    return splitSpan(view.inputs, Math.min(view.inputs, wanted)).map(({ first, count }) => ({
      index,
      operation: {
        ...operation,
        view: {
          ...view,
          address: view.address + first * inputWords,
          first: view.first + first,
          inputs: count,
        },
      },
      beats: count * inputWords * wordBeats,
    }))
  }
  const { region } = view
  const lineWords = inputWords / region.height
  return splitSpan(region.height, Math.min(region.height, wanted)).map(({ first, count }) => ({
    index,
    operation: {
      ...operation,
      view: {
        ...view,
        address: view.address + first * lineWords,
        region: { ...region, y: region.y + first, height: count },
      },
    },
    beats: count * lineWords * wordBeats,
  }))
}
