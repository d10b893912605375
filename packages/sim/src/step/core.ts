import { type ChipConfig, chipSignature } from '@concord/arch'
import { ActBanks } from './act-banks.js'
import { ConcordArray } from './array.js'
import { partCount } from './bits.js'
import { CommandUnit } from './command-unit.js'
import { ComputeEngine } from './compute-engine.js'
import { type CoreInputs, noInputs } from './core-inputs.js'
import { PerformanceCounters } from './counters.js'
import { coreEvents } from './events.js'
import { LoadEngine } from './load-engine.js'
import { Ownership } from './ownership.js'
import {
  EngineCompute,
  EngineControl,
  EngineStore,
  ErrorDeadlock,
  ErrorNone,
  ErrorWindow,
} from './package.js'
import { PostUnit } from './post-unit.js'
import { StoreEngine } from './store-engine.js'
import { WideBank } from './wide-bank.js'

/**
 * The three engines, the memories they hand to each other, and what ends a program. Mirrors rtl/concord_core.sv.
 *
 * One cycle is `decide` (all that depends on registers only, hence all outputs), `eval` (with the inputs), `tick`.
 */
export class Core {
  errorQ = ErrorNone
  errorEngineQ = EngineControl
  errorIndexQ = 0
  startedQ = false
  readonly ownership: Ownership
  readonly commandUnit: CommandUnit
  readonly loadEngine: LoadEngine
  readonly computeEngine: ComputeEngine
  readonly array: ConcordArray
  readonly postUnit: PostUnit
  readonly storeEngine: StoreEngine
  readonly actBanks: ActBanks
  readonly wideBank: WideBank | undefined
  readonly counters: PerformanceCounters

  // Combinational
  inputs: CoreInputs = noInputs
  inReady = false
  outValid = false
  done = false
  #errorD = ErrorNone
  #errorEngineD = EngineControl
  #errorIndexD = 0
  #startedD = false
  readonly #act: Uint32Array

  constructor(readonly config: ChipConfig) {
    this.ownership = new Ownership(config.actBanks, config.residualWords > 0)
    this.commandUnit = new CommandUnit(config.streamBits, chipSignature(config))
    this.loadEngine = new LoadEngine(config, this.ownership)
    this.computeEngine = new ComputeEngine(config, this.ownership)
    this.array = new ConcordArray(config)
    this.actBanks = new ActBanks(config)
    this.wideBank = config.residualWords > 0 ? new WideBank(config) : undefined
    const { registers } = this.computeEngine
    this.postUnit = new PostUnit(config, registers, this.array, this.actBanks, this.wideBank)
    this.storeEngine = new StoreEngine(config, this.ownership, this.actBanks, this.wideBank)
    this.counters = new PerformanceCounters(config.counterBits)
    this.#act = new Uint32Array(partCount(config.lanes))
  }

  /** Asynchronous reset of everything but the memories. */
  reset(): void {
    this.errorQ = ErrorNone
    this.errorEngineQ = EngineControl
    this.errorIndexQ = 0
    this.startedQ = false
    this.ownership.reset()
    this.commandUnit.reset()
    this.loadEngine.reset()
    this.computeEngine.reset()
    this.array.reset()
    this.postUnit.reset()
    this.storeEngine.reset()
    this.counters.reset()
  }

  /** A halted core accepts, offers and writes nothing until it is reset. */
  get halt(): boolean {
    return this.errorQ !== ErrorNone
  }

  /** Counting is on: from the first accepted beat to done or halt. */
  get active(): boolean {
    return (this.startedQ || this.commandUnit.accept) && !this.done && !this.halt
  }

  decide(): void {
    const { commandUnit, loadEngine, computeEngine, storeEngine } = this
    this.inReady = this.outValid = this.done = false
    if (this.halt) return
    loadEngine.decide(commandUnit.instrQ)
    computeEngine.decide()
    storeEngine.decide()
    this.array.decide(computeEngine.wordWalker.wordValid, computeEngine.wordWalker.word)
    this.postUnit.decide()
    commandUnit.decide({
      loadReady: loadEngine.ready,
      loadError: loadEngine.error,
      loadPayload: loadEngine.payloadQ,
      computeReady: computeEngine.queue.ready,
      storeReady: storeEngine.queue.ready,
    })
    this.inReady = commandUnit.inReady
    this.outValid = storeEngine.outValid
    this.done = commandUnit.endedQ && computeEngine.idle && storeEngine.idle
  }

  eval(inputs: CoreInputs): void {
    this.inputs = inputs
    if (this.halt) return
    const { commandUnit, loadEngine, computeEngine, storeEngine, array, postUnit } = this
    commandUnit.eval(inputs.inValid, inputs.inData, inputs.inLast)
    const beat = commandUnit.accept && loadEngine.payloadQ
    loadEngine.eval(commandUnit.loadValid, beat, inputs.inData, inputs.inDataHigh)
    if (loadEngine.write) this.#load()
    computeEngine.eval(commandUnit.computePush, commandUnit.instrQ, postUnit.finish)
    this.#readActivations()
    postUnit.eval(array.postStart, array.next, computeEngine)
    storeEngine.eval(commandUnit.storePush, commandUnit.instrQ, inputs.outReady)
    this.#findError(inputs.windowError)
    this.#startedD = this.startedQ || commandUnit.accept
    this.counters.eval(this.active ? coreEvents(this) : 0)
  }

  /** Gives an assembled word to the memory it is for. */
  #load(): void {
    const { loadEngine: load, config } = this
    const weightBank = load.bankQ & 1
    if (load.toWide) this.wideBank!.memory.write(load.addressQ, load.wide)
    else if (load.toActQ) this.actBanks.banks[load.bankQ].write(load.addressQ, load.word)
    else if (load.toWeightsQ) {
      this.array.loadWeight(load.rowQ, weightBank * config.weightDepth + load.addressQ, load.word)
    } else this.postUnit.loadThreshold(weightBank, load.addressQ, load.stepQ, load.laneQ, load.threshold)
  }

  #readActivations(): void {
    const { wordWalker, inBankQ, weightUpper, registers } = this.computeEngine
    const { wordValid, word } = wordWalker
    if (wordValid && !word.isNull) this.actBanks.banks[inBankQ].read(word.addr, this.#act)
    this.array.eval(wordValid, word, this.#act, weightUpper, registers.rows)
  }

  /** Finds the error of this cycle: command unit and load, compute, store, deadlock, window. */
  #findError(windowError: boolean): void {
    const { commandUnit, computeEngine, postUnit, storeEngine } = this
    const waiting = commandUnit.endedQ || commandUnit.blocked
    const deadlock = waiting && computeEngine.stuck && storeEngine.stuck && !this.done
    if (commandUnit.error !== ErrorNone) {
      this.#error(commandUnit.error, commandUnit.errorEngine, commandUnit.errorIndex)
    } else if (computeEngine.error !== ErrorNone) {
      this.#error(computeEngine.error, EngineCompute, computeEngine.errorIndex)
    } else if (postUnit.error !== ErrorNone) {
      this.#error(postUnit.error, EngineCompute, computeEngine.runIndex)
    } else if (storeEngine.error !== ErrorNone) {
      this.#error(storeEngine.error, EngineStore, storeEngine.indexQ)
    } else if (deadlock || windowError) {
      this.#error(deadlock ? ErrorDeadlock : ErrorWindow, EngineControl, commandUnit.errorIndex)
    } else this.#error(ErrorNone, this.errorEngineQ, this.errorIndexQ)
  }

  #error(code: number, engine: number, index: number): void {
    this.#errorD = code
    this.#errorEngineD = engine
    this.#errorIndexD = index
  }

  tick(): void {
    if (this.halt) return
    this.errorQ = this.#errorD
    this.errorEngineQ = this.#errorEngineD
    this.errorIndexQ = this.#errorIndexD
    this.startedQ = this.#startedD
    this.commandUnit.tick()
    this.loadEngine.tick()
    this.computeEngine.tick()
    this.array.tick()
    this.postUnit.tick()
    this.storeEngine.tick()
    this.actBanks.tick()
    this.wideBank?.tick()
    this.ownership.tick()
    this.counters.tick()
  }
}
