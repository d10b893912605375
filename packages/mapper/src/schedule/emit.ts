import type { OwningEngine } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import type { LoadPads, LoadWeights, Operation, Run, Store, TilePart } from './operation.js'
import { bankAt, type OperationTape } from './operation-tape.js'
import { ENGINES, planOwnership } from './ownership.js'
import type { PadWords } from './pads.js'
import { RunRegisters } from './run-registers.js'
import type { Stored, View } from './view.js'

/** What takes a pass's instructions one after the other, in stream order. */
export interface Emission {
  begin(): void
  /** SET of a compute register, packed. */
  set(register: number, value: number): void
  /** SET of the address register of the load or the store engine. */
  setAddress(engine: 'load' | 'store', address: number): void
  take(engine: OwningEngine, bank: number): void
  give(engine: OwningEngine, bank: number, to: OwningEngine): void
  run(run: Run): void
  /** Its payload is the words of a region of the pass's input. */
  loadMap(view: View): void
  loadPad(bank: number, pad: PadWords): void
  loadWeights(bank: number, part: TilePart): void
  loadThresholds(bank: number, part: TilePart): void
  /** Sends the words of a region of the pass's result. */
  store(view: Stored): void
  /** The instructions up to the next call belong to a layer, or to none. */
  enter(plan: LayerPlan | undefined): void
  end(): void
}

/**
 * Tells the instructions of a pass.
 *
 * @param tape - of whose RUNs the operations were kept
 */
export function emit(tape: OperationTape, to: Emission): void {
  new Emitter(to).all(tape)
}

class Emitter {
  readonly #registers: RunRegisters
  #loadAddress = 0
  #storeAddress = 0

  constructor(readonly to: Emission) {
    this.#registers = new RunRegisters((register, value) => to.set(register, value))
  }

  all(tape: OperationTape): void {
    const { to } = this
    const { takes, firstGive, giveBanks, giveTo, nextGive } = planOwnership(tape)
    const giveAt = (place: number, engine: OwningEngine) => {
      for (let i = firstGive[place]; i >= 0; i = nextGive[i])
        to.give(engine, giveBanks[i], ENGINES[giveTo[i]])
    }
    to.begin()
    giveAt(0, 'load')
    for (let at = 0; at < tape.length; at++) {
      const operation = tape.operationAt(at)!
      if (operation.op === 'mark') continue
      const { engine } = operation
      to.enter(operation.op === 'run' ? operation.plan : undefined)
      if (operation.op === 'run') this.#registers.set(operation)
      for (let i = 0; takes[at] >>> i !== 0; i++) {
        if ((takes[at] >>> i) & 1) to.take(engine, bankAt(tape.banksAt(at), i))
      }
      this.#one(operation)
      giveAt(at + 1, engine)
    }
    to.enter(undefined)
    to.end()
  }

  #one(operation: Operation): void {
    const { op } = operation
    if (op === 'run') this.to.run(operation)
    else if (op === 'loadMap') this.#loadMap(operation.view)
    else if (op === 'loadWeights') this.#loadWeights(operation)
    else if (op === 'loadPads') this.#loadPads(operation)
    else if (op === 'store') this.#store(operation)
  }

  #loadMap(view: View): void {
    this.#setLoadAddress(view.address)
    this.to.loadMap(view)
  }

  #loadPads({ bank, address, pads }: LoadPads): void {
    let at = address
    for (const pad of pads) {
      this.#setLoadAddress(at)
      this.to.loadPad(bank, pad)
      at += pad.plan.inWords
    }
  }

  #loadWeights({ weightBank, parts }: LoadWeights): void {
    for (const part of parts) {
      const { place, words, word, slots } = part
      this.to.enter(place.plan)
      if (words.count > 0) {
        this.#setLoadAddress(word)
        this.to.loadWeights(weightBank, part)
      }
      if (slots === 0) continue
      this.#setLoadAddress(place.slot)
      this.to.loadThresholds(weightBank, part)
    }
    this.to.enter(undefined)
  }

  #store({ view }: Store): void {
    if (view.address !== this.#storeAddress) this.to.setAddress('store', view.address)
    this.#storeAddress = view.address
    this.to.store(view)
  }

  /** Unless it already holds the address; 0 after reset. */
  #setLoadAddress(address: number): void {
    if (address !== this.#loadAddress) this.to.setAddress('load', address)
    this.#loadAddress = address
  }
}
