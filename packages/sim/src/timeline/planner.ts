import {
  type ChipConfig,
  type ChipGeometry,
  chipGeometry,
  ENGINE,
  type Instruction,
  type StreamItem,
  WEIGHT_BANK_ID,
  WIDE_BANK_ID,
} from '@concord/arch'
import { checkCompute, decodeCompute, runEmits } from '../step/compute-check.js'
import { ComputeRegisters } from '../step/compute-registers.js'
import { EngineCompute, EngineLoad, EngineStore, ErrorNone, PostScale } from '../step/package.js'
import { AxisCache } from './axis.js'
import { BankTokens } from './bank-tokens.js'
import { EventKind, NoEvent, type TimelineEvent } from './event.js'
import type { DataVisitor, Plan } from './plan.js'
import { loadFits, storeFits } from './plan-check.js'
import { type QueueEntry, QueuePlan } from './queue-plan.js'
import { addressesInside } from './run-addresses.js'
import { type RunWork, runWork } from './run-work.js'

/** Executes the instructions of the three engines, each as soon as what it waits for has happened. */
export class Planner implements Plan {
  readonly geometry: ChipGeometry
  readonly events: TimelineEvent[] = []
  readonly tokens: BankTokens
  readonly works = new Map<number, RunWork>()
  readonly #registers: ComputeRegisters
  readonly #axes = new AxisCache()
  readonly #compute: QueuePlan
  readonly #store: QueuePlan
  #next = 0
  #loadAddress = 0
  #storeAddress = 0

  constructor(
    readonly config: ChipConfig,
    readonly items: readonly StreamItem[],
    readonly visitor: DataVisitor | undefined,
  ) {
    this.geometry = chipGeometry(config)
    this.tokens = new BankTokens(config.actBanks, config.residualWords > 0)
    const { actAddressBits, weightAddressBits } = this.geometry
    this.#registers = new ComputeRegisters(actAddressBits, weightAddressBits, config.pairDepth)
    this.#compute = new QueuePlan(config.queueDepth)
    this.#store = new QueuePlan(config.queueDepth)
  }

  /** Plans as far as possible; whether that is to the end. */
  finish(): boolean {
    for (let done = -1; done !== this.events.length; ) {
      done = this.events.length
      while (this.#next < this.items.length && this.#dispatch(this.items[this.#next]!)) this.#next++
      while (this.#compute.head && this.#executeCompute(this.#compute.head));
      while (this.#store.head && this.#executeStore(this.#store.head));
    }
    return this.#next === this.items.length && this.#compute.empty && this.#store.empty
  }

  #dispatch(item: StreamItem): boolean {
    const { instruction } = item
    if (instruction.op === 'BEGIN') return this.#event(EventKind.dispatch, item)
    if (instruction.op === 'END') return this.#event(EventKind.dispatchEnd, item)
    const engine = engineOf(instruction)
    if (engine === EngineLoad) return this.#executeLoad(item)
    const queue = engine === EngineCompute ? this.#compute : this.#store
    if (queue.full) return false
    const waitsFor = queue.roomMaker
    queue.push(item, this.events.length)
    return this.#event(waitsFor === NoEvent ? EventKind.dispatch : EventKind.dispatchQueued, item, waitsFor)
  }

  #executeLoad(item: StreamItem): boolean {
    const { instruction } = item
    switch (instruction.op) {
      case 'SET':
        this.#loadAddress = instruction.value & 0xffff
        return this.#event(EventKind.dispatch, item)
      case 'TAKE': {
        if (!this.tokens.owns(EngineLoad, instruction.bank)) return false
        const give = this.tokens.taken(instruction.bank)
        return this.#event(give === NoEvent ? EventKind.dispatch : EventKind.dispatchTake, item, give)
      }
      case 'GIVE':
        return this.#give(EngineLoad, instruction, item) && this.#event(EventKind.dispatch, item)
      case 'LOAD_ACT':
      case 'LOAD_WEIGHTS':
      case 'LOAD_THRESHOLDS': {
        const bank = instruction.op === 'LOAD_ACT' ? instruction.bank : WEIGHT_BANK_ID + instruction.bank
        if (!this.#use(EngineLoad, [bank], item)) return false
        if (!loadFits(this.config, instruction, this.#loadAddress)) return false
        this.visitor?.load(item, this.#loadAddress)
        const beats = item.payloadBytes / this.geometry.beatBytes
        return this.#event(EventKind.dispatchLoad, item, NoEvent, NoEvent, beats)
      }
      default:
        return false
    }
  }

  #executeCompute(entry: QueueEntry): boolean {
    const { item, dispatch } = entry
    const { instruction } = item
    const decoded = decodeCompute(item.word)
    if (decoded.isTake) return this.#take(EngineCompute, EventKind.computeTake, decoded.bank, entry)
    if (decoded.isRun) return this.#executeRun(entry)
    if (checkCompute(this.config, this.#registers, this.tokens.ownership, decoded) !== ErrorNone) return false
    if (decoded.isSet) {
      this.#registers.eval(true, decoded.register, decoded.value)
      this.#registers.tick()
    } else if (instruction.op !== 'GIVE' || !this.#give(EngineCompute, instruction, item)) return false
    return this.#event(EventKind.compute, item, NoEvent, dispatch)
  }

  #executeRun({ item, dispatch }: QueueEntry): boolean {
    const r = this.#registers
    const decoded = decodeCompute(item.word)
    const { weightBank, inBank, outBank, pairsUsed: pairs, load, save, both } = decoded
    const emits = runEmits(r, save)
    const scales = r.mode === PostScale && !save
    const banks = new Set([WEIGHT_BANK_ID + weightBank, inBank])
    if (both) banks.add(WEIGHT_BANK_ID + 1 - weightBank)
    if (emits) banks.add(outBank)
    if (scales) banks.add(WIDE_BANK_ID)
    if (!this.#use(EngineCompute, [...banks], item)) return false
    if (checkCompute(this.config, r, this.tokens.ownership, decoded) !== ErrorNone) return false
    const x = this.#axes.x(r)
    const y = this.#axes.y(r)
    if ((load || save) && x.masks.length * y.masks.length > this.config.accDepth) return false
    const addresses = { pairs, both, emits, scales, wideSource: inBank === WIDE_BANK_ID }
    if (!addressesInside(this.config, r, addresses, x, y)) return false
    const work = runWork(this.config, r, pairs, save, addresses.wideSource, x, y)
    this.works.set(this.events.length, work)
    this.visitor?.run({ item, registers: r, weightBank, inBank, outBank, pairs, load, save, both, x, y })
    return this.#event(EventKind.computeRun, item, NoEvent, dispatch, work.cycles)
  }

  #executeStore(entry: QueueEntry): boolean {
    const { item, dispatch } = entry
    const { instruction } = item
    switch (instruction.op) {
      case 'SET':
        this.#storeAddress = instruction.value & 0xffff
        return this.#event(EventKind.store, item, NoEvent, dispatch)
      case 'TAKE':
        return this.#take(EngineStore, EventKind.storeTake, instruction.bank, entry)
      case 'GIVE':
        return (
          this.#give(EngineStore, instruction, item) && this.#event(EventKind.store, item, NoEvent, dispatch)
        )
      case 'STORE': {
        if (!this.#use(EngineStore, [instruction.bank], item)) return false
        if (!storeFits(this.config, instruction, this.#storeAddress)) return false
        this.visitor?.store(item, this.#storeAddress)
        const { wideBeats, wordBeats } = this.geometry
        const beats = instruction.count * (instruction.bank === WIDE_BANK_ID ? wideBeats : wordBeats)
        return this.#event(EventKind.storeBeats, item, NoEvent, dispatch, beats)
      }
      default:
        return false
    }
  }

  #take(engine: number, kind: number, bank: number, { item, dispatch }: QueueEntry): boolean {
    if (!this.tokens.owns(engine, bank)) return false
    return this.#event(kind, item, this.tokens.taken(bank), dispatch)
  }

  #give(engine: number, { bank, to }: Instruction & { op: 'GIVE' }, item: StreamItem): boolean {
    const target = ENGINE[to]
    if (target === ENGINE.control || target === engine) return false
    if (!this.#use(engine, [bank], item)) return false
    this.tokens.given(engine, bank, target, this.events.length, item.index)
    return true
  }

  /** The next event uses banks; false while the engine does not own them all. */
  #use(engine: number, banks: readonly number[], item: StreamItem): boolean {
    if (!banks.every((bank) => this.tokens.owns(engine, bank))) return false
    for (const bank of banks) this.tokens.used(engine, bank, this.events.length, item.index)
    return true
  }

  #event(kind: number, item: StreamItem, waitsFor = NoEvent, dispatch = NoEvent, amount = 0): true {
    this.events.push({ kind, instruction: item.index, waitsFor, dispatch, amount })
    if (kind >= EventKind.compute) {
      const queue = kind >= EventKind.store ? this.#store : this.#compute
      queue.executed.push(this.events.length - 1)
    }
    return true
  }
}

function engineOf(instruction: Instruction): number {
  switch (instruction.op) {
    case 'SET':
    case 'TAKE':
    case 'GIVE':
      return ENGINE[instruction.engine]
    case 'RUN':
      return EngineCompute
    case 'STORE':
      return EngineStore
    default:
      return EngineLoad
  }
}
