import {
  bankWordBytes,
  type ChipConfig,
  chipGeometry,
  chipSignature,
  type Instruction,
  ISA_VERSION,
  lowBits,
  type OwningEngine,
  POST_MODE,
  REGISTERS,
  WEIGHT_BANK_ID,
  WIDE_BANK_ID,
} from '@concord/arch'
import type { Choices } from './choices.js'
import { type ProgramItem, programItem } from './program-items.js'
import { Random } from './random-bytes.js'
import { chooseRun } from './run-choice.js'
import { runRegisters } from './run-registers.js'

const ENGINES: readonly OwningEngine[] = ['load', 'compute', 'store']

/**
 * Writes a legal program operation by operation, whatever is chosen.
 *
 * It keeps the owner of every bank and hands banks over in the order of the stream. That order is a possible execution, so
 * a program cannot deadlock, however the engines overlap.
 */
export class ProgramBuilder {
  readonly items: ProgramItem[] = []
  #owner = new Map<number, OwningEngine>()
  /** Banks given away whose new owner has not waited for them yet. */
  #inTransit = new Set<number>()
  #registers = new Map<string, number>()

  constructor(readonly config: ChipConfig) {
    for (const bank of this.#banks()) this.#owner.set(bank, 'load')
    this.#add({ op: 'BEGIN', signature: chipSignature(config), version: ISA_VERSION })
  }

  /** Adds one operation of any kind, with all that it needs before it. */
  operation(choices: Choices): void {
    const kind = choices.int(0, 11)
    if (kind <= 1) this.#loadActs(choices)
    else if (kind === 2) this.#loadWeights(choices)
    else if (kind === 3) this.#loadThresholds(choices)
    else if (kind <= 7) this.#run(choices)
    else if (kind <= 9) this.#store(choices)
    else if (kind === 10) this.#handOver(choices)
    else this.#takeAgain(choices)
  }

  end(): void {
    this.#add({ op: 'END' })
  }

  #loadActs(choices: Choices): void {
    const { bank, words } = this.#chooseBank(choices)
    const count = choices.int(1, Math.min(words, 12))
    this.#acquire(bank, 'load')
    this.#set('load', REGISTERS.load.LOAD_ADDR.number, choices.int(0, words - count))
    const bytes = count * bankWordBytes(chipGeometry(this.config), bank)
    this.#add({ op: 'LOAD_ACT', bank, count }, fill(choices, bytes))
  }

  #loadWeights(choices: Choices): void {
    const { rows, weightDepth } = this.config
    const bank = choices.int(0, 1)
    const words = choices.int(1, Math.min(weightDepth, 3))
    const rowCount = choices.once(4) ? rows : choices.int(1, Math.min(rows, 6))
    this.#acquire(WEIGHT_BANK_ID + bank, 'load')
    this.#set('load', REGISTERS.load.LOAD_ADDR.number, choices.int(0, weightDepth - words))
    const bytes = words * rowCount * chipGeometry(this.config).wordBytes
    this.#add({ op: 'LOAD_WEIGHTS', bank, words, rows: rowCount }, fill(choices, bytes))
  }

  /** Loads a bank, all rows of it. */
  #fillWeights(choices: Choices, bank: number): void {
    const { rows, weightDepth } = this.config
    this.#acquire(WEIGHT_BANK_ID + bank, 'load')
    this.#set('load', REGISTERS.load.LOAD_ADDR.number, 0)
    const bytes = weightDepth * rows * chipGeometry(this.config).wordBytes
    this.#add({ op: 'LOAD_WEIGHTS', bank, words: weightDepth, rows }, fill(choices, bytes))
  }

  #loadThresholds(choices: Choices): void {
    const { rows, paramDepth, accBits, lanes } = this.config
    const bank = choices.int(0, 1)
    const slots = choices.int(1, Math.min(paramDepth, 3))
    const rowCount = choices.once(2) ? rows : choices.int(1, rows)
    this.#acquire(WEIGHT_BANK_ID + bank, 'load')
    this.#set('load', REGISTERS.load.LOAD_ADDR.number, choices.int(0, paramDepth - slots))
    const { thresholdBytes } = chipGeometry(this.config)
    const random = new Random(choices.int(0, 0xffff))
    // Now and then any bits at all, also where a beat is wider than the threshold.
    const payload = random.bytes(slots * rowCount * thresholdBytes)
    if (!choices.once(6)) {
      const limit = Math.min(2 ** (accBits - 1) - 1, lanes * choices.int(1, 3))
      for (let i = 0; i < slots * rowCount; i++) {
        const value = lowBits(random.int(0, 2 * limit) - limit, accBits)
        for (let b = 0; b < thresholdBytes; b++)
          payload[i * thresholdBytes + b] = b < 4 ? value >>> (8 * b) : 0
      }
    }
    this.#add({ op: 'LOAD_THRESHOLDS', bank, slots, rows: rowCount }, payload)
  }

  #run(choices: Choices): void {
    const { actBanks } = this.config
    const run = chooseRun(choices, this.config)
    const weightBank = choices.int(0, 1)
    const actBank = choices.int(0, actBanks - 1)
    const inBank = run.wideSource ? WIDE_BANK_ID : actBank
    const outBank = (actBank + choices.int(1, actBanks - 1)) % actBanks
    const scales = !run.save && run.mode === POST_MODE.SCALE
    const emits = !run.save && !(scales && run.planes === 0)
    // Zeros beside zeros would not tell where a bank begins
    if (run.both && choices.flag()) for (const bank of [0, 1]) this.#fillWeights(choices, bank)
    this.#acquire(WEIGHT_BANK_ID + weightBank, 'compute')
    if (run.both) this.#acquire(WEIGHT_BANK_ID + 1 - weightBank, 'compute')
    this.#acquire(inBank, 'compute')
    if (emits) this.#acquire(outBank, 'compute')
    if (scales) this.#acquire(WIDE_BANK_ID, 'compute')
    const again = choices.once(6)
    for (const { register, value } of runRegisters(run)) this.#set('compute', register, value, again)
    const { load, save, both } = run
    this.#add({
      ...{ op: 'RUN', weightBank, inBank, pairs: run.geometry.pairs.length, load, save, both },
      // Where no planes are written the bank need not even exist.
      outBank: emits ? outBank : choices.int(0, 31),
    })
  }

  #store(choices: Choices): void {
    const { bank, words } = this.#chooseBank(choices)
    const count = choices.int(1, Math.min(words, 10))
    this.#acquire(bank, 'store')
    this.#set('store', REGISTERS.store.STORE_ADDR.number, choices.int(0, words - count))
    this.#add({ op: 'STORE', bank, count })
  }

  /** A bank of activations, or the wide bank. */
  #chooseBank(choices: Choices): { bank: number; words: number } {
    const { actWords, actBanks, residualWords } = this.config
    if (residualWords > 0 && choices.once(3)) return { bank: WIDE_BANK_ID, words: residualWords }
    return { bank: choices.int(0, actBanks - 1), words: actWords }
  }

  #handOver(choices: Choices): void {
    const bank = choices.oneOf(this.#banks())
    const from = this.#owner.get(bank)!
    this.#give(bank, choices.oneOf(ENGINES.filter((engine) => engine !== from)))
  }

  #takeAgain(choices: Choices): void {
    const bank = choices.oneOf(this.#banks())
    this.#take(bank)
  }

  #acquire(bank: number, engine: OwningEngine): void {
    if (this.#owner.get(bank) !== engine) this.#give(bank, engine)
    if (this.#inTransit.has(bank)) this.#take(bank)
  }

  #give(bank: number, to: OwningEngine): void {
    if (this.#inTransit.has(bank)) this.#take(bank)
    this.#add({ op: 'GIVE', engine: this.#owner.get(bank)!, bank, to })
    this.#owner.set(bank, to)
    this.#inTransit.add(bank)
  }

  #take(bank: number): void {
    this.#add({ op: 'TAKE', engine: this.#owner.get(bank)!, bank })
    this.#inTransit.delete(bank)
  }

  /** Writes a register unless it holds the value already. */
  #set(engine: OwningEngine, register: number, value: number, again = false): void {
    const isPair = engine === 'compute' && register === REGISTERS.compute.PAIR.number
    const name = `${engine} ${register} ${isPair ? value >>> 20 : 0}`
    const held = this.#registers.get(name) ?? (isPair ? (value >>> 20) << 20 : 0)
    if (held === value && !again) return
    this.#registers.set(name, value)
    this.#add({ op: 'SET', engine, register, value })
  }

  #add(instruction: Instruction, payload?: Uint8Array): void {
    this.items.push(programItem(instruction, payload))
  }

  #banks(): number[] {
    const { actBanks, residualWords } = this.config
    const wide = residualWords > 0 ? [WIDE_BANK_ID] : []
    return [...Array(actBanks).keys(), WEIGHT_BANK_ID, WEIGHT_BANK_ID + 1, ...wide]
  }
}

/** Payload: zeros, ones, or random. */
function fill(choices: Choices, length: number): Uint8Array {
  const style = choices.int(0, 4)
  const seed = choices.int(0, 0xffff)
  if (style === 0) return new Uint8Array(length)
  if (style === 1) return new Uint8Array(length).fill(0xff)
  return new Random(seed).bytes(length)
}
