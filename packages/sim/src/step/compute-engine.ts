import { type ChipConfig, chipGeometry } from '@concord/arch'
import { checkCompute, decodeCompute } from './compute-check.js'
import { ComputeRegisters } from './compute-registers.js'
import type { Ownership } from './ownership.js'
import { BankWide, ErrorAddress, ErrorNone, ErrorSize } from './package.js'
import { PixelSequencer } from './pixel-sequencer.js'
import { Queue } from './queue.js'
import { TapRange } from './tap-range.js'
import { WordWalker } from './word-walker.js'

/** States of the compute engine. */
export const ComputeState = { StIdle: 0, StRun: 1, StDrain: 2 } as const

/** Executes its instructions in order. Mirrors rtl/concord_compute_engine.sv. */
export class ComputeEngine {
  stateQ: number = ComputeState.StIdle
  /** Cycles until the last word of the RUN has become a sum. */
  pipelineQ = 0
  weightBankQ = 0
  inBankQ = 0
  outBankQ = 0
  /** The values come from the wide bank. */
  wideSourceQ = false
  pairsUsedQ = 0
  loadQ = false
  saveQ = false
  /** Words of weight bank 1 follow those of bank 0. */
  bothQ = false
  indexQ = 0
  /** A RUN has executed in the cycle before. */
  startQ = false
  readonly queue: Queue
  readonly registers: ComputeRegisters
  readonly pixelSequencer: PixelSequencer
  readonly tapRange: TapRange
  readonly wordWalker: WordWalker

  // Combinational, from registers
  instruction = decodeCompute(0)
  executeError = ErrorNone
  pop = false
  blocked = false
  error = ErrorNone
  errorIndex = 0

  #decodedInstr = 0
  #start = false
  #stateD: number = ComputeState.StIdle
  #pipelineD = 0
  readonly #pipelineCycles: number

  constructor(
    readonly config: ChipConfig,
    readonly ownership: Ownership,
  ) {
    const { rows, lanes, postLanes, queueDepth, pairDepth } = config
    const { actAddressBits, weightAddressBits } = chipGeometry(config)
    // From a word's issue to the last stage of the post unit; its sum is added three cycles before
    this.#pipelineCycles = 4 + config.popcountStages
    this.queue = new Queue(queueDepth)
    this.registers = new ComputeRegisters(actAddressBits, weightAddressBits, pairDepth)
    this.pixelSequencer = new PixelSequencer(this.registers, config.accDepth)
    this.tapRange = new TapRange(this.registers, this.pixelSequencer)
    this.wordWalker = new WordWalker(this.registers, this.tapRange, rows, lanes, postLanes)
  }

  reset(): void {
    this.stateQ = ComputeState.StIdle
    this.pipelineQ = this.weightBankQ = this.inBankQ = this.outBankQ = this.pairsUsedQ = this.indexQ = 0
    this.loadQ = this.saveQ = this.bothQ = this.startQ = this.wideSourceQ = false
    this.queue.reset()
    this.registers.reset()
    this.pixelSequencer.reset()
    this.tapRange.reset()
    this.wordWalker.reset()
  }

  /** No RUN and an empty queue. */
  get idle(): boolean {
    return this.stateQ === ComputeState.StIdle && !this.queue.validQ
  }

  /** No RUN and nothing to do, or a bank to wait for. */
  get stuck(): boolean {
    return this.idle || this.blocked
  }

  get waitLoad(): boolean {
    return this.blocked && this.ownership.loadOwns(this.instruction.bank)
  }

  get waitStore(): boolean {
    return this.blocked && this.ownership.storeOwns(this.instruction.bank)
  }

  get waitPost(): boolean {
    return this.wordWalker.hold || this.stateQ === ComputeState.StDrain
  }

  /** Decodes and checks the instruction at the head of the queue and the word in flight; from registers only. */
  decide(): void {
    const execute = this.stateQ === ComputeState.StIdle && this.queue.validQ
    this.executeError = ErrorNone
    this.blocked = this.pop = false
    if (execute) {
      if (this.queue.frontQ !== this.#decodedInstr) {
        this.#decodedInstr = this.queue.frontQ
        this.instruction = decodeCompute(this.queue.frontQ)
      }
      const { isTake, bank } = this.instruction
      this.executeError = checkCompute(this.config, this.registers, this.ownership, this.instruction)
      this.blocked = this.executeError === ErrorNone && isTake && !this.ownership.computeOwns(bank)
      this.pop = this.executeError === ErrorNone && !this.blocked
    }

    // A word is checked when it reads; the RUN that issued it is the last instruction popped
    const inFlightError = this.#checkWord()
    this.error = inFlightError || this.executeError
    this.errorIndex = inFlightError ? this.runIndex : this.indexQ
  }

  /** Weight addresses count from bank 1 on. */
  get weightUpper(): boolean {
    return this.weightBankQ === 1 && !this.bothQ
  }

  /** A RUN executes in this cycle. */
  get runStart(): boolean {
    return this.#start
  }

  /** Number of the last instruction popped; while a RUN is in progress, of this RUN. */
  get runIndex(): number {
    return (this.indexQ - 1) & 0xffff
  }

  /** Partial sums are kept for accDepth pixels, and the number of a pixel beyond them stays at accDepth. */
  #checkWord(): number {
    const { wordValid, word } = this.wordWalker
    if (!wordValid) return ErrorNone
    if ((word.load || word.save) && word.entry === this.config.accDepth) return ErrorSize
    const { actWords, weightDepth } = this.config
    const outside = word.addr >= actWords || word.waddr >= (this.bothQ ? 2 * weightDepth : weightDepth)
    return !word.isNull && outside ? ErrorAddress : ErrorNone
  }

  /** @param postFinish - the post unit's last cycle of a pixel */
  eval(push: boolean, instr: number, postFinish: boolean): void {
    const { isSet, isGive, isRun, register, value, bank, to } = this.instruction
    this.queue.eval(push, instr, this.pop)
    this.registers.eval(this.pop && isSet, register, value)
    if (this.pop && isGive) this.ownership.give(bank, to)
    this.#start = this.pop && isRun

    this.wordWalker.eval(this)
    const rangeReady = this.wordWalker.ready
    this.pixelSequencer.eval(this.startQ, this.tapRange.ready(rangeReady))
    this.tapRange.eval(rangeReady)

    this.#stateD = this.stateQ
    this.#pipelineD = Math.max(0, this.pipelineQ - 1)
    if (this.stateQ === ComputeState.StIdle) {
      if (this.#start) this.#stateD = ComputeState.StRun
    } else if (this.stateQ === ComputeState.StRun) {
      if (this.wordWalker.runEnd) {
        this.#stateD = ComputeState.StDrain
        this.#pipelineD = this.#pipelineCycles
      }
    } else if (this.saveQ ? this.pipelineQ === 3 : this.pipelineQ === 0 && postFinish) {
      // After the pipeline only the post unit is left, and `save` does not use it
      this.#stateD = ComputeState.StIdle
    }
  }

  tick(): void {
    this.stateQ = this.#stateD
    this.startQ = this.#start
    this.pipelineQ = this.#pipelineD
    if (this.pop) this.indexQ = (this.indexQ + 1) & 0xffff
    if (this.#start) {
      const { weightBank, inBank, outBank, pairsUsed, load, save, both } = this.instruction
      this.weightBankQ = weightBank
      this.inBankQ = inBank & 15
      this.wideSourceQ = inBank === BankWide
      this.outBankQ = outBank & 15
      this.pairsUsedQ = pairsUsed
      this.loadQ = load
      this.saveQ = save
      this.bothQ = both
    }
    this.queue.tick()
    this.wordWalker.tick()
    this.tapRange.tick()
    this.pixelSequencer.tick()
    this.registers.tick()
  }
}
