import { type ChipConfig, chipGeometry } from '@concord/arch'
import type { ActBanks } from './act-banks.js'
import { shiftInBeat } from './bit-vector.js'
import { partCount } from './bits.js'
import type { Ownership } from './ownership.js'
import {
  BankWide,
  EngineControl,
  EngineStore,
  ErrorAddress,
  ErrorBank,
  ErrorNone,
  ErrorOpcode,
  ErrorOwnership,
  ErrorSize,
  OpGive,
  OpStore,
  OpTake,
  RegStoreAddr,
} from './package.js'
import { Queue } from './queue.js'
import type { WideBank } from './wide-bank.js'

/** Executes its instructions in order and sends words out. Mirrors rtl/concord_store_engine.sv. */
export class StoreEngine {
  storeAddrQ = 0
  sendingQ = false
  bankQ = 0
  /** Next word to read. */
  addressQ = 0
  /** Words left after the one being sent. */
  leftQ = 0
  beatQ = 0
  readonly wordQ: Uint32Array
  indexQ = 0
  readonly queue: Queue

  // Combinational, from registers
  isSet = false
  isTake = false
  isGive = false
  isStore = false
  bank = 0
  error = ErrorNone
  pop = false
  blocked = false
  #instr = 0

  // Combinational, with the stream
  accept = false
  read = false
  #wordDone = false
  #start = false
  readonly #wordD: Uint32Array
  readonly #wordBeats: number
  readonly #wideBeats: number
  readonly #mostBeats: number

  constructor(
    readonly config: ChipConfig,
    readonly ownership: Ownership,
    readonly actBanks: ActBanks,
    readonly wideBank: WideBank | undefined,
  ) {
    this.queue = new Queue(config.queueDepth)
    const { wordBeats, wideBeats } = chipGeometry(config)
    this.#wordBeats = wordBeats
    this.#wideBeats = wideBank ? wideBeats : 1
    this.#mostBeats = Math.max(this.#wordBeats, this.#wideBeats)
    const parts = partCount(this.#mostBeats * config.streamBits)
    this.wordQ = new Uint32Array(parts)
    this.#wordD = new Uint32Array(parts)
  }

  reset(): void {
    this.sendingQ = false
    this.storeAddrQ = this.bankQ = this.addressQ = this.leftQ = this.beatQ = this.indexQ = 0
    this.wordQ.fill(0)
    this.queue.reset()
  }

  get outValid(): boolean {
    return this.sendingQ
  }

  /** Nothing to send and an empty queue. */
  get idle(): boolean {
    return !this.sendingQ && !this.queue.validQ
  }

  /** Nothing to send, and nothing to do or a bank to wait for. */
  get stuck(): boolean {
    return this.idle || this.blocked
  }

  /** The word read in this cycle is one of the wide bank. */
  get readsWide(): boolean {
    return (this.#start ? this.bank : this.bankQ) === BankWide
  }

  get waitLoad(): boolean {
    return this.blocked && this.ownership.loadOwns(this.bank)
  }

  get waitCompute(): boolean {
    return this.blocked && this.ownership.computeOwns(this.bank)
  }

  /** Decodes and checks the instruction at the head of the queue; from registers only. */
  decide(): void {
    const execute = !this.sendingQ && this.queue.validQ
    this.error = ErrorNone
    this.blocked = this.pop = false
    if (!execute) return
    const instr = this.queue.frontQ
    const op = (instr >>> 26) & 7
    this.#instr = instr
    this.isSet = ((instr >>> 29) & 1) === 1
    this.isTake = !this.isSet && op === OpTake
    this.isGive = !this.isSet && op === OpGive
    this.isStore = !this.isSet && op === OpStore
    this.bank = instr & 31
    this.error = this.#check()
    this.blocked = this.error === ErrorNone && this.isTake && !this.ownership.storeOwns(this.bank)
    this.pop = this.error === ErrorNone && !this.blocked
  }

  get #count(): number {
    return (this.#instr >>> 5) & 0xffff
  }

  get #to(): number {
    return (this.#instr >>> 5) & 3
  }

  #check(): number {
    const { isSet, isTake, isGive, isStore, bank, ownership } = this
    if (isSet) return ((this.#instr >>> 24) & 31) === RegStoreAddr ? ErrorNone : ErrorOpcode
    if (!isTake && !isGive && !isStore) return ErrorOpcode
    if (!ownership.exists(bank) || (isStore && bank >= this.config.actBanks && bank !== BankWide))
      return ErrorBank
    if (isGive && (this.#to === EngineControl || this.#to === EngineStore)) return ErrorBank
    if (!isTake && !ownership.storeOwns(bank)) return ErrorOwnership
    if (!isStore) return ErrorNone
    if (this.#count === 0) return ErrorSize
    const words = bank === BankWide ? this.config.residualWords : this.config.actWords
    return this.storeAddrQ + this.#count > words ? ErrorAddress : ErrorNone
  }

  eval(push: boolean, instr: number, outReady: boolean): void {
    this.queue.eval(push, instr, this.pop)
    if (this.pop && this.isGive) this.ownership.give(this.bank, this.#to)
    this.#start = this.pop && this.isStore
    this.accept = this.outValid && outReady
    const beats = this.bankQ === BankWide ? this.#wideBeats : this.#wordBeats
    this.#wordDone = this.accept && this.beatQ === beats - 1
    this.read = this.#start || (this.#wordDone && this.leftQ !== 0)
    if (this.read) {
      const bank = this.#start ? this.bank : this.bankQ
      const memory = bank === BankWide ? this.wideBank!.memory : this.actBanks.banks[bank]
      this.#wordD.fill(0)
      memory.read(this.addressQ, this.#wordD)
    } else if (this.accept) {
      this.#wordD.set(this.wordQ)
      shiftInBeat(this.#wordD, this.#mostBeats * this.config.streamBits, this.config.streamBits, 0, 0)
    }
  }

  tick(): void {
    if (this.accept) this.beatQ = this.#wordDone ? 0 : this.beatQ + 1
    if (this.read) this.addressQ = (this.addressQ + 1) & 0xffff
    else if (this.#wordDone) this.addressQ = this.storeAddrQ
    if (this.#wordDone) {
      this.sendingQ = this.leftQ !== 0
      this.leftQ = (this.leftQ - 1) & 0xffff
    }
    if (this.#start) {
      this.sendingQ = true
      this.bankQ = this.bank
      this.leftQ = this.#count - 1
      this.beatQ = 0
    }
    if (this.pop) {
      this.indexQ = (this.indexQ + 1) & 0xffff
      if (this.isSet) this.storeAddrQ = this.addressQ = this.#instr & 0xffff
    }
    // A word of one beat has nothing to shift
    if (this.read || (this.accept && this.#mostBeats > 1)) this.wordQ.set(this.#wordD)
    this.queue.tick()
  }
}
