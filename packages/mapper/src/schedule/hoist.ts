import { type ChipConfig, chipGeometry } from '@concord/arch'
import { cutLoad, type Movable, type Piece } from './load-pieces.js'
import { bankAt, bankCount, Entry, OperationTape } from './operation-tape.js'

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
  const pending = new LoadQueue(movableLoads(config, tape))
  const result = new OperationTape()
  /** RUNs that have been placed, and by bank the number of them when it was used last. */
  let runs = 0
  const usedAt = new Int32Array(BANKS).fill(-1)
  let credit = 0
  const { cycles: times } = tape.runs.timesOn(config)
  for (let at = 0; at < tape.length; at++) {
    if (isMovable(tape, at)) {
      while (pending.index <= at) place(result, pending.next())
      credit = 0
      continue
    }
    const kind = tape.kinds[at]
    const isRun = kind === Entry.run
    if (isRun) runs++
    result.copy(tape, at)
    const banks = tape.banks[at]
    if (kind !== Entry.load) for (let i = 0; i < bankCount(banks); i++) usedAt[bankAt(banks, i)] = runs
    if (!isRun) continue
    const cycles = times[tape.runs.places[at]]
    credit = Math.min(credit, cycles) + cycles
    for (let piece = pending.peek(); piece !== undefined; piece = pending.peek()) {
      const bank = bankAt(piece.banks, 0)
      if (piece.beats > credit || usedAt[bank] >= runs || pending.usedBefore(bank, at)) break
      credit -= piece.beats
      place(result, pending.next())
    }
  }
  return result
}

function place(tape: OperationTape, { operation, banks }: Piece): void {
  tape.add(operation, Entry.load, banks)
}

function isMovable(tape: OperationTape, at: number): boolean {
  if (tape.kinds[at] !== Entry.load) return false
  return tape.operations[at]!.op !== 'loadPads'
}

/** The loads of a tape that may go forward. */
interface MovableLoads {
  /** Of the chip: they decide how loads are cut. */
  readonly streamBits: number
  /** In order. */
  readonly pieces: readonly Piece[]
  /** By bank the places of its users that are no loads. */
  readonly users: readonly (readonly number[])[]
}

/** Loads by tape, cut for the chip that was asked for last. */
const known = new WeakMap<OperationTape, MovableLoads>()

function movableLoads(config: ChipConfig, tape: OperationTape): MovableLoads {
  const { streamBits } = config
  const found = known.get(tape)
  if (found?.streamBits === streamBits) return found
  const geometry = chipGeometry(config)
  const pieces: Piece[] = []
  const users: number[][] = Array.from({ length: BANKS }, () => [])
  for (let at = 0; at < tape.length; at++) {
    const banks = tape.banks[at]
    if (isMovable(tape, at)) {
      pieces.push(...cutLoad(geometry, tape.operations[at] as Movable, at, banks))
      continue
    }
    for (let i = 0; i < bankCount(banks); i++) users[bankAt(banks, i)].push(at)
  }
  const loads = { streamBits, pieces, users }
  known.set(tape, loads)
  return loads
}

/** The loads of a schedule that have not been placed yet, in pieces. */
class LoadQueue {
  #next = 0
  /** By bank the first of its users that matters yet. */
  readonly #nextUser = new Int32Array(BANKS)

  constructor(readonly loads: MovableLoads) {}

  peek(): Piece | undefined {
    return this.loads.pieces[this.#next]
  }

  /** Place of the next piece's load; infinite when there is none. */
  get index(): number {
    return this.peek()?.index ?? Infinity
  }

  next(): Piece {
    return this.loads.pieces[this.#next++]
  }

  /** Whether somebody uses a bank between a place in the list and the next load; places must not fall from call to call. */
  usedBefore(bank: number, place: number): boolean {
    const users = this.loads.users[bank]
    let next = this.#nextUser[bank]
    while (next < users.length && users[next] <= place) next++
    this.#nextUser[bank] = next
    return next < users.length && users[next] < this.index
  }
}
