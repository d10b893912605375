import type { ChipConfig } from '@concord/arch'
import { Accumulator } from './accumulator.js'
import { lowMask, partCount } from './bits.js'
import { NO_LINE, Row } from './row.js'
import { type Word, zeroWord } from './word.js'

/** All rows, what they share, and the control that travels beside the data. Mirrors rtl/concord_array.sv. */
export class ConcordArray {
  readonly rows: readonly Row[]
  /** Valid lanes of the pixel, the same for all rows: twice a row's count less these is its sum. */
  readonly validLanes: Accumulator
  /** The activation word given to all rows, inverted in a word that is subtracted, all 1 in a null word. */
  readonly actQ: Uint32Array
  /** The line that selects a weight word; NO_LINE in a null word, and from a reset on. */
  weightRaddrQ = NO_LINE
  /** Control beside the operands (index 0) to beside the count (index popcountStages). */
  readonly validQ: boolean[]
  readonly controlQ: Word[]

  // Combinational
  accValid = false
  /** The drain registers hold a new pixel from the second cycle after on. */
  postStart = false
  /** The word that is added in the next cycle, of meaning while `postStart`. */
  next: Word = zeroWord
  #raddr = 0
  readonly #act: Uint32Array
  /** Lanes of each part of a word. */
  readonly #laneMask: Uint32Array
  #loadedRow: Row | undefined
  #busy = false
  #wordValid = false
  #word: Word = zeroWord

  constructor(readonly config: ChipConfig) {
    this.rows = Array.from({ length: config.rows }, () => new Row(config))
    this.validLanes = new Accumulator(config.accBits, config.accDepth)
    this.actQ = new Uint32Array(partCount(config.lanes))
    this.#act = new Uint32Array(partCount(config.lanes))
    this.#laneMask = this.#act.map((_, i) => lowMask(config.lanes - 32 * i))
    this.validQ = new Array<boolean>(config.popcountStages + 1).fill(false)
    this.controlQ = new Array<Word>(config.popcountStages + 1).fill(zeroWord)
  }

  reset(): void {
    this.actQ.fill(0)
    this.weightRaddrQ = NO_LINE
    this.validQ.fill(false)
    this.controlQ.fill(zeroWord)
    for (const row of this.rows) row.reset()
    this.validLanes.reset()
  }

  /** The word that is added in this cycle while `accValid`. */
  get acc(): Word {
    return this.controlQ[this.config.popcountStages]
  }

  /** Writes a weight word at the end of this cycle. @param address - bank 0 first, then bank 1 */
  loadWeight(row: number, address: number, word: Uint32Array): void {
    this.#loadedRow = this.rows[row]
    this.#loadedRow.weights.write(address, word)
  }

  /**
   * Whether the pixel in the array ends in the next cycle; from registers only.
   *
   * @param wordValid - a word reads its activations in this cycle
   */
  decide(wordValid: boolean, word: Word): void {
    const { popcountStages } = this.config
    this.accValid = this.validQ[popcountStages]
    this.next = popcountStages === 0 ? word : this.controlQ[popcountStages - 1]
    const nextValid = popcountStages === 0 ? wordValid : this.validQ[popcountStages - 1]
    this.postStart = nextValid && this.next.last && !this.next.save
  }

  /**
   * @param wordValid - a word reads its activations in this cycle
   * @param act - what it reads, `lanes` bits; of no meaning for a null word
   * @param weightUpper - its weight address counts from bank 1 on
   * @param rowsUsed - of the RUN
   */
  eval(wordValid: boolean, word: Word, act: Uint32Array, weightUpper: boolean, rowsUsed: number): void {
    const { rows, config } = this
    if (this.validQ[0]) {
      for (let r = 0; r < rowsUsed; r++) rows[r].multiply(this.actQ, this.weightRaddrQ)
    }
    this.#busy = this.validQ.includes(true)
    if (this.#busy) {
      const { acc, accValid } = this
      for (let r = 0; r < rows.length; r++) rows[r].accumulate(accValid && r < rowsUsed, acc)
      const lanes = acc.negate ? 2 * config.lanes - acc.validLanes : acc.validLanes
      this.validLanes.eval(accValid, acc, acc.isNull ? 0 : lanes)
    }

    this.#wordValid = wordValid
    this.#word = word
    if (wordValid && word.isNull) {
      this.#act.set(this.#laneMask)
      this.#raddr = NO_LINE
    } else if (wordValid) {
      for (let i = 0; i < act.length; i++) this.#act[i] = word.negate ? ~act[i] & this.#laneMask[i] : act[i]
      this.#raddr = word.waddr + (weightUpper ? config.weightDepth : 0)
    }
  }

  tick(): void {
    for (let stage = this.config.popcountStages; stage > 0; stage--) {
      this.validQ[stage] = this.validQ[stage - 1]
      this.controlQ[stage] = this.controlQ[stage - 1]
    }
    this.validQ[0] = this.#wordValid
    this.controlQ[0] = this.#word
    if (this.#wordValid) {
      this.actQ.set(this.#act)
      this.weightRaddrQ = this.#raddr
    }
    // An empty pipeline moves no row
    if (this.#busy) {
      for (const row of this.rows) row.tick()
      this.validLanes.tick()
    }
    this.#loadedRow?.weights.tick()
    this.#loadedRow = undefined
  }
}
