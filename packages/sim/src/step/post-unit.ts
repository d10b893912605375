import { type ChipConfig, chipGeometry, signExtend } from '@concord/arch'
import type { ActBanks } from './act-banks.js'
import type { ConcordArray } from './array.js'
import { lowMask, partCount } from './bits.js'
import type { ComputeRegisters } from './compute-registers.js'
import { Memory } from './memory.js'
import { ErrorAddress, ErrorNone, PostRaw, PostScale } from './package.js'
import { clampCode } from './post-lane.js'
import { PostSequencer } from './post-sequencer.js'
import type { PostStage } from './post-stage.js'
import { ScaleUnit } from './scale-unit.js'
import type { WideBank } from './wide-bank.js'
import type { Word } from './word.js'

/** The RUN in progress, as the post unit needs it. */
export interface PostRun {
  readonly weightBankQ: number
  readonly outBankQ: number
  readonly wideSourceQ: boolean
  /** A RUN executes in this cycle. */
  readonly runStart: boolean
}

const idleRun: PostRun = { weightBankQ: 0, outBankQ: 0, wideSourceQ: false, runStart: false }

/**
 * Turns the sums in the drain registers into planes of the output tensor, in four stages: sequence, read, compare, count or
 * write. Mirrors rtl/concord_post_unit.sv.
 */
export class PostUnit {
  windowFirstQ = false
  planeAddrQ = 0
  /** What the stages behind the sequencer work on; undefined while they have nothing to do. */
  stage1: PostStage | undefined
  stage2: PostStage | undefined
  stage3: PostStage | undefined
  readonly #threshold2Q: Int32Array
  readonly #sums2Q: Int32Array
  readonly #reached3Q: Uint8Array
  /** Thresholds reached so far, for each of the step's rows. */
  readonly countQ: Uint8Array
  /** Largest count of the window, for each row. */
  readonly codeQ: Uint8Array
  /** A segment of a plane of sums, a row an entry. */
  #rawBits2Q: Uint8Array
  #rawBits3Q: Uint8Array
  readonly sequencer: PostSequencer
  readonly scaleUnit: ScaleUnit | undefined
  /** Word `(bank * paramDepth + slot) * postSteps + step`, one memory for each of the step's rows. */
  readonly thresholds: readonly Memory[]

  // Combinational
  error = ErrorNone
  /** The activation word written in this cycle while `write`. */
  write = false
  address = 0
  readonly actNow: Uint32Array
  readonly actMask: Uint32Array
  /** Codes of the step's rows after this cycle, while stage 3 is at the last threshold. */
  readonly codeD: Uint8Array
  readonly #countD: Uint8Array
  readonly #reachedD: Uint8Array
  readonly #thresholdD: Int32Array
  readonly #sumsD: Int32Array
  #rawBitsD: Uint8Array
  #stage0: PostStage | undefined
  #start = false
  #wideSource = false
  #run: PostRun = idleRun
  #word: Word | undefined
  readonly #postSteps: number
  readonly #segment: number
  readonly #addrMask: number

  constructor(
    readonly config: ChipConfig,
    readonly registers: ComputeRegisters,
    readonly array: ConcordArray,
    readonly actBanks: ActBanks,
    wideBank: WideBank | undefined,
  ) {
    const { lanes, postLanes, paramDepth } = config
    this.sequencer = new PostSequencer(registers, config.rows, lanes, postLanes)
    this.scaleUnit = wideBank && new ScaleUnit(config, registers, wideBank)
    this.#postSteps = config.rows / postLanes
    this.#segment = chipGeometry(config).segment
    this.#addrMask = lowMask(registers.addrBits)
    this.thresholds = Array.from(
      { length: postLanes },
      () => new Memory(2 * paramDepth * this.#postSteps, 32),
    )
    this.#threshold2Q = new Int32Array(postLanes)
    this.#thresholdD = new Int32Array(postLanes)
    this.#sums2Q = new Int32Array(postLanes)
    this.#sumsD = new Int32Array(postLanes)
    this.#reached3Q = new Uint8Array(postLanes)
    this.#reachedD = new Uint8Array(postLanes)
    this.countQ = new Uint8Array(postLanes)
    this.#countD = new Uint8Array(postLanes)
    this.codeQ = new Uint8Array(config.rows)
    this.codeD = new Uint8Array(postLanes)
    this.#rawBits2Q = new Uint8Array(this.#segment)
    this.#rawBits3Q = new Uint8Array(this.#segment)
    this.#rawBitsD = new Uint8Array(this.#segment)
    this.actNow = new Uint32Array(partCount(lanes))
    this.actMask = new Uint32Array(partCount(lanes))
  }

  reset(): void {
    this.windowFirstQ = false
    this.planeAddrQ = 0
    this.stage1 = this.stage2 = this.stage3 = undefined
    this.#reached3Q.fill(0)
    this.countQ.fill(0)
    this.codeQ.fill(0)
    this.sequencer.reset()
    this.scaleUnit?.reset()
  }

  /** The last cycle of a pixel. */
  get finish(): boolean {
    return this.stage3?.finish ?? false
  }

  /** Whether the write of this cycle goes outside its bank; from registers only. */
  decide(): void {
    const emit = this.stage3?.emit ?? false
    this.address = this.stage3?.address ?? 0
    const outside = this.address >= this.config.actWords
    this.write = emit && !outside
    this.scaleUnit?.decide()
    this.error = emit && outside ? ErrorAddress : (this.scaleUnit?.error ?? ErrorNone)
  }

  /** Writes a threshold at the end of this cycle. @param value - low `accBits` bits */
  loadThreshold(bank: number, slot: number, step: number, lane: number, value: number): void {
    const address = (bank * this.config.paramDepth + slot) * this.#postSteps + step
    this.thresholds[lane].writeValue(address, signExtend(value, this.config.accBits))
  }

  /**
   * @param start - a pixel's sums stand in the drain registers from the second cycle after on
   * @param word - the last word of that pixel
   */
  eval(start: boolean, word: Word, run: PostRun): void {
    const { weightBankQ, outBankQ, wideSourceQ } = run
    this.#start = start
    this.#word = word
    this.#run = run
    this.#wideSource = wideSourceQ
    this.sequencer.eval(start, word.windowLast)
    this.#stage0 = this.#sequence()
    if (this.stage1?.operate) this.#read(this.stage1, weightBankQ)
    else if (this.stage1?.emit) this.#readPlane(this.stage1)
    const operates = this.#stage0?.operate ? this.#stage0 : undefined
    if (this.stage2?.compare) this.#compare()
    this.scaleUnit?.eval(operates, wideSourceQ, this.windowFirstQ, this.#sums2Q, this.#threshold2Q)
    if (this.stage3?.compare) this.#count(this.stage3)
    if (this.write) {
      this.#assemble(this.stage3!)
      this.actBanks.banks[outBankQ].write(this.address, this.actNow, this.actMask)
    }
  }

  #sequence(): PostStage | undefined {
    const { operate, compare, emit, finish, slotQ: slot, slotLast, indexQ: index, rowQ: row } = this.sequencer
    if (!operate && !emit) return undefined
    const address = (this.planeAddrQ + index) & this.#addrMask
    const { operationQ: operation, takenQ, planeQ: plane } = this.sequencer
    const place = { operation, parameter: takenQ + slot, slot, slotLast, index, row, plane }
    const windowFirst = this.windowFirstQ || this.registers.mode === PostScale
    return { operate, compare, emit, finish, ...place, windowFirst, address }
  }

  #read({ parameter, index: step }: PostStage, weightBank: number): void {
    const { paramDepth, postLanes } = this.config
    const address = (weightBank * paramDepth + this.registers.slot + parameter) * this.#postSteps + step
    for (let lane = 0; lane < postLanes; lane++) {
      this.#thresholdD[lane] = this.thresholds[lane].first(address)
      this.#sumsD[lane] = this.#sum(step * postLanes + lane)
    }
  }

  #readPlane({ row: firstRow, plane }: PostStage): void {
    const rows = Math.min(this.#segment, this.registers.rows - firstRow)
    this.#rawBitsD.fill(0)
    for (let i = 0; i < rows; i++) this.#rawBitsD[i] = (this.#sum(firstRow + i) >>> plane) & 1
  }

  /** Sum of a row, signed. The RTL subtracts it bit by bit, plane after plane, when it reads planes. */
  #sum(row: number): number {
    const { rows, validLanes } = this.array
    return signExtend(2 * rows[row].accumulator.drainQ - validLanes.drainQ, this.config.accBits)
  }

  #compare(): void {
    const { mode, thresholds, planes } = this.registers
    for (let lane = 0; lane < this.config.postLanes; lane++) {
      if (mode === PostScale) {
        const { y } = this.scaleUnit!.lanes[lane]
        this.#reachedD[lane] = thresholds === 0 ? clampCode(y, planes) : y >= this.#threshold2Q[lane] ? 1 : 0
      } else {
        const value = this.#wideSource ? this.scaleUnit!.wide2Q[lane] : this.#sums2Q[lane]
        this.#reachedD[lane] = value >= this.#threshold2Q[lane] ? 1 : 0
      }
    }
  }

  #count({ slot, index: step, windowFirst }: PostStage): void {
    const { postLanes } = this.config
    for (let lane = 0; lane < postLanes; lane++) {
      const count = (slot === 0 ? 0 : this.countQ[lane]) + this.#reached3Q[lane]
      const kept = this.codeQ[step * postLanes + lane]
      this.#countD[lane] = count
      this.codeD[lane] = windowFirst || count > kept ? count : kept
    }
  }

  /** Puts this cycle's segment of a plane into the word; higher segments become 0, lower ones stay. */
  #assemble({ row: firstRow, plane }: PostStage): void {
    const { registers: r, config } = this
    const raw = r.mode === PostRaw
    const from = config.rows < config.lanes ? r.segment * this.#segment : 0
    this.actNow.fill(0)
    this.actMask.fill(0)
    for (let lane = from; lane < config.lanes; lane++) this.actMask[lane >>> 5] |= 1 << (lane & 31)
    const rows = Math.min(this.#segment, r.rows - firstRow)
    for (let i = 0; i < rows; i++) {
      const bit = raw ? this.#rawBits3Q[i] : (this.codeQ[firstRow + i] >>> plane) & 1
      const lane = from + i
      this.actNow[lane >>> 5] |= bit << (lane & 31)
    }
  }

  tick(): void {
    if (this.stage3?.compare) {
      this.countQ.set(this.#countD)
      if (this.stage3.slotLast) this.codeQ.set(this.codeD, this.stage3.index * this.config.postLanes)
    }
    if (this.stage2?.compare) this.#reached3Q.set(this.#reachedD)
    if (this.stage1?.operate) {
      this.#threshold2Q.set(this.#thresholdD)
      this.#sums2Q.set(this.#sumsD)
    }
    const free = this.#rawBits3Q
    this.#rawBits3Q = this.#rawBits2Q
    this.#rawBits2Q = this.#rawBitsD
    this.#rawBitsD = free
    this.stage3 = this.stage2
    this.stage2 = this.stage1
    this.stage1 = this.#stage0

    if (this.sequencer.emit && this.sequencer.rowsDone) {
      this.planeAddrQ = (this.planeAddrQ + this.registers.outDp) & this.#addrMask
    }
    if (this.#start && this.#word) {
      this.windowFirstQ = this.#word.windowFirst
      this.planeAddrQ = this.#word.outAddr
      if (this.scaleUnit) this.scaleUnit.sourceAddrQ = this.#word.addr
    }
    this.scaleUnit?.tick(this.#run.runStart, this.sequencer.windowEnd)
    this.sequencer.tick()
    for (const memory of this.thresholds) memory.tick()
  }
}
