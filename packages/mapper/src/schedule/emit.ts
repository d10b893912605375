import type { OwningEngine } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import type { LoadPads, LoadWeights, Mark, Operation, Run, Store, TilePart } from './operation.js'
import { planOwnership } from './ownership.js'
import type { PadWords } from './pads.js'
import { RegisterFile } from './register-file.js'
import { setRunRegisters } from './run-registers.js'
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
  mark(mark: Mark): void
  /** The instructions up to the next call belong to a layer, or to none. */
  enter(plan: LayerPlan | undefined): void
  end(): void
}

/** Tells the instructions of a pass. */
export function emit(operations: readonly Operation[], to: Emission): void {
  const hasPads = operations.some(({ op }) => op === 'loadPads')
  new Emitter(to, hasPads).all(operations)
}

class Emitter {
  readonly #registers: RegisterFile
  #loadAddress = 0
  #storeAddress = 0

  /** @param hasPads - the pass has layers with pad words */
  constructor(
    readonly to: Emission,
    readonly hasPads: boolean,
  ) {
    this.#registers = new RegisterFile((register, value) => to.set(register, value))
  }

  all(operations: readonly Operation[]): void {
    const { to } = this
    const { takes, firstGive, gives } = planOwnership(operations)
    const giveAt = (place: number, engine: OwningEngine) => {
      for (let i = firstGive[place]; i >= 0; i = gives[i].next) to.give(engine, gives[i].bank, gives[i].to)
    }
    to.begin()
    giveAt(0, 'load')
    for (let at = 0; at < operations.length; at++) {
      const operation = operations[at]
      const { op, engine, banks } = operation
      if (op === 'mark') {
        to.mark(operation)
        continue
      }
      to.enter(op === 'run' ? operation.plan : undefined)
      if (op === 'run') setRunRegisters(operation, this.hasPads, this.#registers)
      for (let i = 0; takes[at] >>> i !== 0; i++) if ((takes[at] >>> i) & 1) to.take(engine, banks[i])
      if (op === 'run') to.run(operation)
      else if (op === 'loadMap') this.#loadMap(operation.view)
      else if (op === 'loadWeights') this.#loadWeights(operation)
      else if (op === 'loadPads') this.#loadPads(operation)
      else this.#store(operation)
      giveAt(at + 1, engine)
    }
    to.enter(undefined)
    to.end()
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
      const { place, words, slots } = part
      this.to.enter(place.plan)
      if (words.count > 0) {
        this.#setLoadAddress(place.word + words.first)
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
