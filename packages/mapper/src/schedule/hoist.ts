import { type ChipConfig, type ChipGeometry, chipGeometry } from '@concord/arch'
import { LoadPieces, type Movable } from './load-pieces.js'
import { bankAt, bankCount, Entry, NO_BANKS, OperationTape } from './operation-tape.js'

/** Names of banks are below this. */
const BANKS = 32
/** By bank: no place. */
const NOBODY: readonly number[] = Array.from({ length: BANKS }, () => -1)

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
  const pending = new LoadQueue(chipGeometry(config), tape)
  let moved = false
  /** RUNs that have been placed, and by bank the number of them when it was used last. */
  let runs = 0
  const usedAt = NOBODY.slice()
  let credit = 0
  const { cycles: times } = tape.works.timesOn(config)
  for (let at = 0; at < tape.length; at++) {
    if (isMovable(tape, at)) {
      while (pending.index <= at) pending.place(result)
      credit = 0
      continue
    }
    const kind = tape.kindAt(at)
    const isRun = kind === Entry.run
    if (isRun) runs++
    result?.copy(tape, at)
    const banks = tape.banksAt(at)
    if (kind !== Entry.load) for (let i = 0; i < bankCount(banks); i++) usedAt[bankAt(banks, i)] = runs
    if (!isRun) continue
    const cycles = times[tape.workAt(at)]
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
  if (tape.kindAt(at) !== Entry.load) return false
  return tape.operations[at]!.op !== 'loadPads'
}

/** The loads of a schedule that may go forward and have not been placed yet, in pieces; looked for as they are needed. */
class LoadQueue {
  /** Place of the next piece's load in the list, RUNs in front of it, its banks, and its beats; infinite and none behind the last one. */
  index = -1
  runs = 0
  banks = NO_BANKS
  beats = Infinity
  /** Of its load. */
  readonly #pieces = new LoadPieces()
  #piece = 0
  /** By bank its last user that is no load, in front of the next load; −1 when there is none. */
  readonly #lastUser: number[] = NOBODY.slice()

  constructor(
    readonly geometry: ChipGeometry,
    readonly tape: OperationTape,
  ) {
    this.#nextLoad()
  }

  /** Adds the next piece to a tape. */
  place(tape: OperationTape | undefined): void {
    const pieces = this.#pieces
    tape?.addPiece(this.tape.operations[this.index] as Movable, this.banks, pieces.at(this.#piece))
    if (++this.#piece === pieces.length) this.#nextLoad()
    else this.beats = pieces.beatsAt(this.#piece)
  }

  /** Whether somebody uses a bank between a place in the list and the next load. */
  usedBefore(bank: number, place: number): boolean {
    return this.#lastUser[bank] > place
  }

  #nextLoad(): void {
    const { tape } = this
    for (let at = this.index + 1; at < tape.length; at++) {
      const banks = tape.banksAt(at)
      if (tape.kindAt(at) === Entry.run) this.runs++
      if (!isMovable(tape, at)) {
        for (let i = 0; i < bankCount(banks); i++) this.#lastUser[bankAt(banks, i)] = at
        continue
      }
      const pieces = this.#pieces
      pieces.cut(this.geometry, tape.operations[at] as Movable)
      if (pieces.length === 0) continue
      this.index = at
      this.banks = banks
      this.#piece = 0
      this.beats = pieces.beatsAt(0)
      return
    }
    this.index = Infinity
    this.runs = Infinity
    this.banks = NO_BANKS
    this.beats = Infinity
  }
}
