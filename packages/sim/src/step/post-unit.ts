import { type ChipConfig, chipGeometry, signExtend } from '@concord/arch'
import type { ActBanks } from './act-banks.js'
import { lowMask, partCount } from './bits.js'
import type { ComputeRegisters } from './compute-registers.js'
import { Memory } from './memory.js'
import { ErrorAddress, ErrorNone, PostRaw } from './package.js'
import { PostSequencer } from './post-sequencer.js'
import type { Row } from './row.js'
import type { Word } from './word.js'

/** Turns the sums in the drain registers into planes of the output tensor. Mirrors rtl/concord_post_unit.sv. */
export class PostUnit {
  windowFirstQ = false
  /** Thresholds reached so far, for each of the step's rows. */
  readonly countQ: Uint8Array
  /** Largest count of the window, for each row. */
  readonly codeQ: Uint8Array
  planeAddrQ = 0
  readonly sequencer: PostSequencer
  /** Word `(bank * paramDepth + slot) * postSteps + step`, one memory for each of the step's rows. */
  readonly thresholds: readonly Memory[]

  // Combinational
  error = ErrorNone
  /** The activation word written in this cycle while `write`. */
  write = false
  address = 0
  readonly actNow: Uint32Array
  readonly actMask: Uint32Array
  /** Codes of the step's rows after this cycle, while the sequencer is at the last threshold. */
  readonly codeD: Uint8Array
  readonly #countD: Uint8Array
  #start = false
  #word: Word | undefined
  #codeWrite = false
  readonly #postSteps: number
  readonly #segment: number
  readonly #addrMask: number

  constructor(
    readonly config: ChipConfig,
    readonly registers: ComputeRegisters,
    readonly rows: readonly Row[],
    readonly actBanks: ActBanks,
  ) {
    const { lanes, postLanes, paramDepth } = config
    this.sequencer = new PostSequencer(registers, config.rows, lanes, postLanes)
    this.#postSteps = config.rows / postLanes
    this.#segment = chipGeometry(config).segment
    this.#addrMask = lowMask(registers.addrBits)
    this.thresholds = Array.from(
      { length: postLanes },
      () => new Memory(2 * paramDepth * this.#postSteps, 32),
    )
    this.countQ = new Uint8Array(postLanes)
    this.#countD = new Uint8Array(postLanes)
    this.codeQ = new Uint8Array(config.rows)
    this.codeD = new Uint8Array(postLanes)
    this.actNow = new Uint32Array(partCount(lanes))
    this.actMask = new Uint32Array(partCount(lanes))
  }

  reset(): void {
    this.windowFirstQ = false
    this.countQ.fill(0)
    this.codeQ.fill(0)
    this.planeAddrQ = 0
    this.sequencer.reset()
  }

  /** Whether the write of this cycle goes outside its bank; from registers only. */
  decide(): void {
    this.address = (this.planeAddrQ + this.sequencer.indexQ) & this.#addrMask
    const outside = this.address >= this.config.actWords
    this.write = this.sequencer.emit && !outside
    this.error = this.sequencer.emit && outside ? ErrorAddress : ErrorNone
  }

  /** Writes a threshold at the end of this cycle. @param value - low `accBits` bits */
  loadThreshold(bank: number, slot: number, step: number, lane: number, value: number): void {
    const address = (bank * this.config.paramDepth + slot) * this.#postSteps + step
    this.thresholds[lane].writeValue(address, signExtend(value, this.config.accBits))
  }

  /**
   * @param start - a pixel's sums stand in the drain registers from the next cycle on
   * @param word - the last word of that pixel
   */
  eval(start: boolean, word: Word, weightBank: number, outBank: number): void {
    this.#start = start
    this.#word = word
    this.sequencer.eval(start, word.windowLast)
    if (this.sequencer.compare) this.#compare(weightBank)
    if (this.write) {
      this.#assemble()
      this.actBanks.banks[outBank].write(this.address, this.actNow, this.actMask)
    }
  }

  #compare(weightBank: number): void {
    const { paramDepth, postLanes } = this.config
    const { slotQ, indexQ: step } = this.sequencer
    const address = (weightBank * paramDepth + this.registers.slot + slotQ) * this.#postSteps + step
    for (let lane = 0; lane < postLanes; lane++) {
      const row = step * postLanes + lane
      const threshold = this.thresholds[lane].first(address) | 0
      const count = (slotQ === 0 ? 0 : this.countQ[lane]) + (this.rows[row].drainQ >= threshold ? 1 : 0)
      const kept = this.codeQ[row]
      this.#countD[lane] = count
      this.codeD[lane] = this.windowFirstQ || count > kept ? count : kept
    }
    this.#codeWrite = this.sequencer.slotLast
  }

  /** Puts this cycle's segment of a plane into the word; higher segments become 0, lower ones stay. */
  #assemble(): void {
    const { registers: r, config } = this
    const { planeQ: plane, indexQ: word } = this.sequencer
    const raw = r.mode === PostRaw
    const from = config.rows < config.lanes ? r.segment * this.#segment : 0
    this.actNow.fill(0)
    this.actMask.fill(0)
    for (let lane = from; lane < config.lanes; lane++) this.actMask[lane >>> 5] |= 1 << (lane & 31)
    const firstRow = word * this.#segment
    const lastRow = Math.min(r.rows, firstRow + this.#segment)
    for (let row = firstRow; row < lastRow; row++) {
      const value = raw ? this.rows[row].drainQ : this.codeQ[row]
      const lane = from + row - firstRow
      this.actNow[lane >>> 5] |= ((value >>> plane) & 1) << (lane & 31)
    }
  }

  tick(): void {
    if (this.sequencer.compare) {
      this.countQ.set(this.#countD)
      if (this.#codeWrite) this.codeQ.set(this.codeD, this.sequencer.indexQ * this.config.postLanes)
    }
    if (this.sequencer.emit && this.sequencer.rowsDone) {
      this.planeAddrQ = (this.planeAddrQ + this.registers.outDp) & this.#addrMask
    }
    if (this.#start && this.#word) {
      this.windowFirstQ = this.#word.windowFirst
      this.planeAddrQ = this.#word.outAddr
    }
    this.sequencer.tick()
    for (const memory of this.thresholds) memory.tick()
  }
}
