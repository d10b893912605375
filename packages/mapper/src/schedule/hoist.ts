import { type ChipConfig, chipGeometry } from '@concord/arch'
import { cutLoad, type Movable, type Piece } from './load-pieces.js'
import { bankAt, bankCount, Entry, NO_BANKS, OperationTape } from './operation-tape.js'

/** Names of banks are below this. */
const BANKS = 32

/**
 * Moves loads forward, in pieces, to where the array computes and their bank is free, so that the stream works while
 * the array does. The order of the loads stays, and so does every result.
 *
 * The stream is one: a load that waits for its bank holds up the RUNs behind it. So a load goes one RUN behind the last
 * use of its bank at the earliest, and behind each RUN there go pieces for about as long as that RUN takes.
 */
export function hoistLoads(config: ChipConfig, tape: OperationTape): OperationTape {
  const result = new OperationTape()
  moveLoads(config, tape, result)
  return result
}

/**
 * Whether some load goes in front of a RUN.
 *
 * Without, the same instructions come in the same order, some loads in more pieces: that is seldom cheaper, by a few cycles of a
 * short pass, so the search leaves it out.
 */
export function canHoist(config: ChipConfig, tape: OperationTape): boolean {
  return moveLoads(config, tape, undefined)
}

/** Tells whether a load goes in front of a RUN; without a tape that takes the result, as soon as it is known. */
function moveLoads(config: ChipConfig, tape: OperationTape, result: OperationTape | undefined): boolean {
  const pending = new LoadQueue(movableLoads(config, tape))
  let moved = false
  /** RUNs that have been placed, and by bank the number of them when it was used last. */
  let runs = 0
  const usedAt = new Int32Array(BANKS).fill(-1)
  let credit = 0
  const { cycles: times } = tape.runs.timesOn(config)
  for (let at = 0; at < tape.length; at++) {
    if (isMovable(tape, at)) {
      while (pending.index <= at) pending.place(result)
      credit = 0
      continue
    }
    const kind = tape.kinds[at]
    const isRun = kind === Entry.run
    if (isRun) runs++
    result?.copy(tape, at)
    const banks = tape.banks[at]
    if (kind !== Entry.load) for (let i = 0; i < bankCount(banks); i++) usedAt[bankAt(banks, i)] = runs
    if (!isRun) continue
    const cycles = times[tape.runs.places[at]]
    credit = Math.min(credit, cycles) + cycles
    while (pending.beats <= credit) {
      const bank = bankAt(pending.banks, 0)
      if (usedAt[bank] >= runs || pending.usedBefore(bank, at)) break
      if (runs < pending.runs) moved = true
      if (moved && result === undefined) return true
      credit -= pending.beats
      pending.place(result)
    }
  }
  return moved
}

function isMovable(tape: OperationTape, at: number): boolean {
  if (tape.kinds[at] !== Entry.load) return false
  return tape.operations[at]!.op !== 'loadPads'
}

/** A load that may go forward. */
interface MovableLoad {
  /** Place in the list, and RUNs in front of it. */
  readonly index: number
  readonly runs: number
  /** Packed. */
  readonly banks: number
  readonly pieces: readonly Piece[]
}

/** The loads of a tape that may go forward. */
interface MovableLoads {
  /** In order. */
  readonly loads: readonly MovableLoad[]
  /** By bank the places of its users that are no loads. */
  readonly users: readonly (readonly number[])[]
}

/** Loads by tape and by width of the stream, which decides how they are cut. */
const known = new WeakMap<OperationTape, Map<number, MovableLoads>>()

function movableLoads(config: ChipConfig, tape: OperationTape): MovableLoads {
  const byWidth = known.get(tape) ?? new Map<number, MovableLoads>()
  known.set(tape, byWidth)
  const found = byWidth.get(config.streamBits)
  if (found !== undefined) return found
  const geometry = chipGeometry(config)
  const loads: MovableLoad[] = []
  const users: number[][] = Array.from({ length: BANKS }, () => [])
  let runs = 0
  for (let at = 0; at < tape.length; at++) {
    const banks = tape.banks[at]
    if (tape.kinds[at] === Entry.run) runs++
    if (isMovable(tape, at)) {
      const pieces = cutLoad(geometry, tape.operations[at] as Movable)
      if (pieces.length > 0) loads.push({ index: at, runs, banks, pieces })
      continue
    }
    for (let i = 0; i < bankCount(banks); i++) users[bankAt(banks, i)].push(at)
  }
  const made = { loads, users }
  byWidth.set(config.streamBits, made)
  return made
}

/** The loads of a schedule that have not been placed yet, in pieces. */
class LoadQueue {
  /** Place of the next piece's load in the list, RUNs in front of it, its banks, and its beats; infinite and none behind the last one. */
  index = Infinity
  runs = Infinity
  banks = NO_BANKS
  beats = Infinity
  #load = 0
  #piece = 0
  /** By bank the first of its users that matters yet. */
  readonly #nextUser = new Int32Array(BANKS)

  constructor(readonly loads: MovableLoads) {
    this.#look()
  }

  /** Adds the next piece to a tape. */
  place(tape: OperationTape | undefined): void {
    const { pieces } = this.loads.loads[this.#load]
    tape?.add(pieces[this.#piece].operation, Entry.load, this.banks)
    if (++this.#piece === pieces.length) {
      this.#load++
      this.#piece = 0
    }
    this.#look()
  }

  /** Whether somebody uses a bank between a place in the list and the next load; places must not fall from call to call. */
  usedBefore(bank: number, place: number): boolean {
    const users = this.loads.users[bank]
    let next = this.#nextUser[bank]
    while (next < users.length && users[next] <= place) next++
    this.#nextUser[bank] = next
    return next < users.length && users[next] < this.index
  }

  #look(): void {
    const load = this.loads.loads[this.#load]
    this.index = load?.index ?? Infinity
    this.runs = load?.runs ?? Infinity
    this.banks = load?.banks ?? NO_BANKS
    this.beats = load?.pieces[this.#piece].beats ?? Infinity
  }
}
