import { type ChipConfig, chipGeometry } from '@concord/arch'
import { extractBits, shiftInBeat } from './bit-vector.js'
import { partCount } from './bits.js'
import type { Ownership } from './ownership.js'
import {
  BankWeight0,
  BankWide,
  EngineControl,
  EngineLoad,
  ErrorAddress,
  ErrorBank,
  ErrorNone,
  ErrorOwnership,
  ErrorSize,
  OpGive,
  OpLoadAct,
  OpLoadThresholds,
  OpLoadWeights,
  OpTake,
} from './package.js'

/** Executes load instructions as the command unit dispatches them. Mirrors rtl/concord_load_engine.sv. */
export class LoadEngine {
  loadAddrQ = 0
  payloadQ = false
  toActQ = false
  toWeightsQ = false
  toThresholdsQ = false
  bankQ = 0
  wordsQ = 0
  rowLastQ = 0
  /** Words (threshold slots) left with the one that is gathered. */
  leftQ = 0
  /** Activation word, weight word or threshold slot that is gathered. */
  addressQ = 0
  rowQ = 0
  laneQ = 0
  stepQ = 0
  beatQ = 0
  readonly assemblyQ: Uint32Array

  // Combinational, from registers
  isTake = false
  isGive = false
  bank = 0
  to = 0
  ready = false
  error = ErrorNone
  #isSet = false
  #isAct = false
  #isWeights = false
  #isThresholds = false
  #words = 0
  #rows = 0
  #value = 0

  // Combinational, with the stream
  give = false
  waitCompute = false
  waitStore = false
  beat = false
  write = false
  readonly word: Uint32Array
  readonly wide: Uint32Array
  threshold = 0
  #start = false
  #set = false

  readonly #wordBeats: number
  readonly #thresholdBeats: number
  readonly #wideBeats: number
  readonly #assemblyBits: number
  readonly #assemblyD: Uint32Array
  readonly #thresholdD = new Uint32Array(1)

  constructor(
    readonly config: ChipConfig,
    readonly ownership: Ownership,
  ) {
    const { lanes, streamBits, postLanes, residualWords } = config
    const { wordBeats, thresholdBeats, wideBeats } = chipGeometry(config)
    this.#wordBeats = wordBeats
    this.#thresholdBeats = thresholdBeats
    this.#wideBeats = residualWords > 0 ? wideBeats : 1
    this.#assemblyBits = Math.max(lanes, this.#thresholdBeats * streamBits, this.#wideBeats * streamBits)
    this.assemblyQ = new Uint32Array(partCount(this.#assemblyBits))
    this.#assemblyD = new Uint32Array(partCount(this.#assemblyBits))
    this.word = new Uint32Array(partCount(lanes))
    this.wide = new Uint32Array(partCount(16 * postLanes))
  }

  reset(): void {
    this.payloadQ = this.toActQ = this.toWeightsQ = this.toThresholdsQ = false
    this.loadAddrQ = this.bankQ = this.wordsQ = this.rowLastQ = this.leftQ = this.addressQ = 0
    this.rowQ = this.laneQ = this.stepQ = this.beatQ = 0
  }

  /** The payload is words of the wide bank. */
  get toWide(): boolean {
    return this.toActQ && this.bankQ === BankWide
  }

  /** Decodes and checks the instruction: everything that depends on registers only. */
  decide(instr: number): void {
    const isSet = ((instr >>> 29) & 1) === 1
    const op = (instr >>> 26) & 7
    this.#isSet = isSet
    this.#value = instr & 0xffff
    this.isTake = !isSet && op === OpTake
    this.isGive = !isSet && op === OpGive
    this.#isAct = !isSet && op === OpLoadAct
    this.#isWeights = !isSet && op === OpLoadWeights
    this.#isThresholds = !isSet && op === OpLoadThresholds
    const toWeightBank = this.#isWeights || this.#isThresholds
    this.bank = toWeightBank ? BankWeight0 + (instr & 1) : instr & 31
    this.to = (instr >>> 5) & 3
    this.#rows = (instr >>> 10) & 0x3ff
    this.#words = (instr >>> 5) & 0xffff
    if (this.#isWeights) this.#words = (instr >>> 1) & 0x1ff
    else if (this.#isThresholds) this.#words = (instr >>> 1) & 0x1f

    this.ready = !this.isTake || this.ownership.loadOwns(this.bank)
    this.error = isSet ? ErrorNone : this.#check()
  }

  #check(): number {
    const { rows, weightDepth, actWords, paramDepth, residualWords } = this.config
    const isLoad = this.#isAct || this.#isWeights || this.#isThresholds
    const toNobody = this.to === EngineControl || this.to === EngineLoad
    if (!this.ownership.exists(this.bank)) return ErrorBank
    const isWide = this.#isAct && this.bank === BankWide
    if ((this.#isAct && this.bank >= BankWeight0 && !isWide) || (this.isGive && toNobody)) return ErrorBank
    if ((this.isGive || isLoad) && !this.ownership.loadOwns(this.bank)) return ErrorOwnership
    if (!isLoad) return ErrorNone
    const badRows = !this.#isAct && (this.#rows === 0 || this.#rows > rows)
    if (this.#words === 0 || badRows) return ErrorSize
    const actDepth = isWide ? residualWords : actWords
    const depth = this.#isAct ? actDepth : this.#isWeights ? weightDepth : paramDepth
    return this.loadAddrQ + this.#words > depth ? ErrorAddress : ErrorNone
  }

  /**
   * Executes the instruction and takes a payload beat.
   *
   * @param valid - an instruction is there for this engine
   * @param beat - this cycle's beat is accepted and is payload
   */
  eval(valid: boolean, beat: boolean, data: number, dataHigh: number): void {
    this.#set = valid && this.#isSet
    this.give = valid && this.isGive
    if (this.give) this.ownership.give(this.bank, this.to)
    this.waitCompute = valid && this.isTake && this.ownership.computeOwns(this.bank)
    this.waitStore = valid && this.isTake && this.ownership.storeOwns(this.bank)
    this.#start = valid && (this.#isAct || this.#isWeights || this.#isThresholds)

    this.beat = beat
    const wordBeats = this.toWide ? this.#wideBeats : this.#wordBeats
    this.write = beat && this.beatQ === (this.toThresholdsQ ? this.#thresholdBeats : wordBeats) - 1
    if (!beat) return
    this.#assemblyD.set(this.assemblyQ)
    shiftInBeat(this.#assemblyD, this.#assemblyBits, this.config.streamBits, data, dataHigh)
    if (!this.write) return
    const { accBits, streamBits, lanes, postLanes } = this.config
    const newest = (beats: number, bits: number, into: Uint32Array) =>
      extractBits(this.#assemblyD, this.#assemblyBits - beats * streamBits, bits, into)
    if (this.toThresholdsQ) {
      newest(this.#thresholdBeats, accBits, this.#thresholdD)
      this.threshold = this.#thresholdD[0]
    } else if (this.toWide) newest(this.#wideBeats, 16 * postLanes, this.wide)
    else newest(this.#wordBeats, lanes, this.word)
  }

  tick(): void {
    if (this.#set) this.loadAddrQ = this.#value
    if (this.beat) {
      this.assemblyQ.set(this.#assemblyD)
      this.beatQ = this.write ? 0 : this.beatQ + 1
    }
    if (this.write) this.#nextWord()
    if (this.#start) {
      this.payloadQ = true
      this.toActQ = this.#isAct
      this.toWeightsQ = this.#isWeights
      this.toThresholdsQ = this.#isThresholds
      this.bankQ = this.bank
      this.wordsQ = this.leftQ = this.#words
      this.rowLastQ = (this.#rows - 1) & 0x3ff
      this.addressQ = this.loadAddrQ
      this.beatQ = this.rowQ = this.laneQ = this.stepQ = 0
    }
  }

  /** Steps to the next word: for thresholds rows are fastest, for weights words. */
  #nextWord(): void {
    const lastWord = this.leftQ === 1
    const lastRow = this.toActQ || this.rowQ === this.rowLastQ
    if (lastWord && lastRow) this.payloadQ = false
    if (this.toThresholdsQ) {
      const lastLane = this.laneQ === this.config.postLanes - 1
      this.rowQ = lastRow ? 0 : this.rowQ + 1
      this.laneQ = lastRow || lastLane ? 0 : this.laneQ + 1
      if (lastRow) {
        this.stepQ = 0
        this.leftQ = (this.leftQ - 1) & 0xffff
        this.addressQ = (this.addressQ + 1) & 0xffff
      } else if (lastLane) this.stepQ++
    } else {
      this.leftQ = lastWord ? this.wordsQ : this.leftQ - 1
      this.addressQ = lastWord ? this.loadAddrQ : (this.addressQ + 1) & 0xffff
      if (lastWord) this.rowQ++
    }
  }
}
