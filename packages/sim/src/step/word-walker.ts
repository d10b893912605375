import { lowMask } from './bits.js'
import type { ComputeRegisters } from './compute-registers.js'
import { PostSequencer } from './post-sequencer.js'
import { type TapPixel, type TapRange, zeroTapPixel } from './tap-range.js'
import { type Word, zeroWord } from './word.js'

/** Operands of the RUN in progress. */
export interface RunOperands {
  readonly pairsUsedQ: number
  readonly loadQ: boolean
  readonly saveQ: boolean
  readonly wideSourceQ: boolean
}

/** Visits the words of a pixel, one a cycle. Mirrors rtl/concord_word_walker.sv. */
export class WordWalker {
  busyQ = false
  /** The pixel in hand. */
  pixelQ: TapPixel = zeroTapPixel
  pairQ = 0
  kxQ = 0
  kyQ = 0
  groupQ = 0
  tapAddrQ = 0
  lineAddrQ = 0
  tapWaddrQ = 0
  lineWaddrQ = 0
  pixelFirstQ = false
  pairFirstQ = false
  wordValid = false
  /** The word issued in the cycle before, while `wordValid`. */
  word: Word = zeroWord
  readonly postAhead: PostSequencer

  // Combinational
  hold = false
  issue = false
  runEnd = false
  /** The word in hand adds nothing and reads nothing. */
  isNull = false
  ready = false
  #last = false
  #groupEnd = false
  #kxEnd = false
  #kyEnd = false
  #pairEnd = false
  #take = false
  #pixelD: TapPixel = zeroTapPixel
  #wordD: Word = zeroWord

  readonly #addrMask: number
  readonly #wordMask: number

  constructor(
    readonly registers: ComputeRegisters,
    readonly tapRange: TapRange,
    rows: number,
    readonly lanes: number,
    postLanes: number,
  ) {
    this.#addrMask = lowMask(registers.addrBits)
    this.#wordMask = lowMask(registers.wordBits)
    this.postAhead = new PostSequencer(registers, rows, lanes, postLanes)
  }

  reset(): void {
    this.busyQ = this.pixelFirstQ = this.pairFirstQ = this.wordValid = false
    this.pixelQ = zeroTapPixel
    this.pairQ = this.kxQ = this.kyQ = this.groupQ = 0
    this.tapAddrQ = this.lineAddrQ = this.tapWaddrQ = this.lineWaddrQ = 0
    this.word = zeroWord
    this.postAhead.reset()
  }

  eval(run: RunOperands): void {
    const { registers: r, pixelQ: pixel, postAhead } = this
    this.isNull = (pixel.empty && !r.pad) || run.wideSourceQ
    this.#groupEnd = this.isNull || this.groupQ === r.groups - 1
    this.#kxEnd = this.isNull || this.kxQ === pixel.kxHi
    this.#kyEnd = this.isNull || this.kyQ === pixel.kyHi
    this.#pairEnd = this.pairQ === run.pairsUsedQ - 1
    this.#last = this.#groupEnd && this.#kxEnd && this.#kyEnd && this.#pairEnd

    const postBusy = (postAhead.operate || postAhead.emit) && !postAhead.finish
    this.hold = this.busyQ && this.#last && postBusy
    this.issue = this.busyQ && !this.hold
    this.runEnd = this.issue && this.#last && pixel.runLast
    this.ready = !this.busyQ || (this.issue && this.#last)
    this.#take = this.tapRange.valid && this.ready
    if (this.#take) this.#pixelD = this.tapRange.pixel
    if (this.issue) this.#wordD = this.#makeWord(run)
    postAhead.eval(this.issue && this.#last && !run.saveQ, pixel.windowLast)
  }

  tick(): void {
    this.wordValid = this.issue
    if (this.issue) {
      this.word = this.#wordD
      this.#next()
    }
    if (this.#take) this.#first(this.#pixelD)
    this.postAhead.tick()
  }

  #makeWord(run: RunOperands): Word {
    const { registers: r, pixelQ: pixel } = this
    const { aOff, wOff, double, negate } = r.pairs[this.pairQ]
    const inside =
      !pixel.empty &&
      this.kxQ >= pixel.insideXLo &&
      this.kxQ <= pixel.insideXHi &&
      this.kyQ >= pixel.insideYLo &&
      this.kyQ <= pixel.insideYHi
    const base = inside ? this.tapAddrQ : r.padAddr
    return {
      isNull: this.isNull,
      addr: (base + aOff + this.groupQ) & this.#addrMask,
      waddr: (this.tapWaddrQ + wOff + this.groupQ) & this.#wordMask,
      validLanes: this.#groupEnd ? r.lastValid : this.lanes,
      first: this.pixelFirstQ,
      last: this.#last,
      load: run.loadQ,
      save: run.saveQ,
      double: this.pairFirstQ && double,
      negate,
      entry: pixel.entry,
      windowFirst: pixel.windowFirst,
      windowLast: pixel.windowLast,
      outAddr: pixel.outAddr,
    }
  }

  /** Steps behind the word that issues. */
  #next(): void {
    const { registers: r, pixelQ: pixel } = this
    this.pixelFirstQ = this.pairFirstQ = false
    if (!this.#groupEnd) {
      this.groupQ++
      return
    }
    if (!this.#kxEnd) {
      this.groupQ = 0
      this.kxQ++
      this.tapAddrQ = (this.tapAddrQ + r.tapDx) & this.#addrMask
      this.tapWaddrQ = (this.tapWaddrQ + r.wDx) & this.#wordMask
    } else if (!this.#kyEnd) {
      this.groupQ = 0
      this.kxQ = pixel.kxLo
      this.kyQ++
      this.tapAddrQ = this.lineAddrQ = (this.lineAddrQ + r.tapDy) & this.#addrMask
      this.tapWaddrQ = this.lineWaddrQ = (this.lineWaddrQ + r.wDy) & this.#wordMask
    } else if (!this.#pairEnd) {
      this.pairQ++
      this.#firstTap(pixel)
    } else this.busyQ = false
  }

  #first(pixel: TapPixel): void {
    this.busyQ = true
    this.pixelQ = pixel
    this.pairQ = 0
    this.pixelFirstQ = true
    this.#firstTap(pixel)
  }

  /** Goes to the first tap of a pair. */
  #firstTap(pixel: TapPixel): void {
    this.groupQ = 0
    this.kxQ = pixel.kxLo
    this.kyQ = pixel.kyLo
    this.tapAddrQ = this.lineAddrQ = pixel.addr
    this.tapWaddrQ = this.lineWaddrQ = pixel.waddr
    this.pairFirstQ = true
  }
}
