import type { ChipConfig, Instruction, OwningEngine } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import type {
  LoadMap,
  LoadPads,
  LoadWeights,
  Mark,
  Operation,
  RegisterSetting,
  Run,
  Store,
  TilePart,
} from './operation.js'
import { type HandOver, planOwnership } from './ownership.js'
import type { PadWords } from './pads.js'
import { type View, viewWords } from './view.js'

/** What takes a pass's instructions one after the other, in stream order. */
export interface Emission {
  begin(): void
  set(setting: RegisterSetting): void
  /** TAKE and GIVE. */
  instruction(instruction: Instruction): void
  run(instruction: Instruction, run: Run): void
  /** Its payload is the words of a region of the pass's input. */
  loadMap(instruction: Instruction, view: View): void
  loadPad(instruction: Instruction, pad: PadWords): void
  loadWeights(instruction: Instruction, part: TilePart): void
  loadThresholds(instruction: Instruction, part: TilePart): void
  /** Sends the words of a region of the pass's result. */
  store(instruction: Instruction, view: View): void
  mark(mark: Mark): void
  /** The instructions up to the next call belong to a layer, or to none. */
  enter(plan: LayerPlan | undefined): void
  end(): void
}

/** Tells the instructions of a pass. */
export function emit(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  operations: readonly Operation[],
  to: Emission,
): void {
  new Emitter(config, plans, to).all(operations)
}

class Emitter {
  /** What each register, and each entry of the table, was last set to. */
  readonly #fields = new Map<string, RegisterSetting[1]>()
  readonly #pairs: RegisterSetting[1][] = []

  constructor(
    readonly config: ChipConfig,
    readonly plans: readonly LayerPlan[],
    readonly to: Emission,
  ) {}

  all(operations: readonly Operation[]): void {
    const { initial, around } = planOwnership(operations)
    this.to.begin()
    this.#give('load', initial)
    for (const [i, operation] of operations.entries()) this.#operation(operation, around[i])
    this.to.enter(undefined)
    this.to.end()
  }

  #operation(operation: Operation, { take, give }: HandOver): void {
    const { engine } = operation
    if (operation.op === 'mark') {
      this.to.mark(operation)
      return
    }
    this.to.enter(operation.op === 'run' ? this.#planOf(operation) : undefined)
    if (operation.op === 'run') for (const setting of operation.registers) this.#set(setting)
    for (const bank of take) this.to.instruction({ op: 'TAKE', engine, bank })
    if (operation.op === 'run') this.#run(operation)
    else if (operation.op === 'loadMap') this.#loadMap(operation)
    else if (operation.op === 'loadWeights') this.#loadWeights(operation)
    else if (operation.op === 'loadPads') this.#loadPads(operation)
    else this.#store(operation)
    this.#give(engine, give)
  }

  #planOf({ layer }: Run): LayerPlan {
    return this.plans.find(({ index }) => index === layer)!
  }

  #run(run: Run): void {
    const { weightBank, inBank, outBank, pairs, load, save } = run
    this.to.run({ op: 'RUN', weightBank, inBank, outBank, pairs, load, save }, run)
  }

  #loadMap({ view }: LoadMap): void {
    this.#set(['LOAD_ADDR', { address: view.address }])
    this.to.loadMap({ op: 'LOAD_ACT', bank: view.bank, count: viewWords(view) }, view)
  }

  #loadPads({ bank, address, pads }: LoadPads): void {
    let at = address
    for (const pad of pads) {
      this.#set(['LOAD_ADDR', { address: at }])
      this.to.loadPad({ op: 'LOAD_ACT', bank, count: pad.plan.inWords }, pad)
      at += pad.plan.inWords
    }
  }

  #loadWeights({ weightBank: bank, parts }: LoadWeights): void {
    for (const part of parts) {
      const { place, words, slots } = part
      const { rows } = place.plan.rowGroups[place.rowGroup]
      this.to.enter(place.plan)
      this.#set(['LOAD_ADDR', { address: place.word + words.first }])
      this.to.loadWeights({ op: 'LOAD_WEIGHTS', bank, words: words.count, rows }, part)
      if (slots === 0) continue
      this.#set(['LOAD_ADDR', { address: place.slot }])
      this.to.loadThresholds({ op: 'LOAD_THRESHOLDS', bank, slots, rows }, part)
    }
    this.to.enter(undefined)
  }

  #store({ view }: Store): void {
    this.#set(['STORE_ADDR', { address: view.address }])
    this.to.store({ op: 'STORE', bank: view.bank, count: viewWords(view) }, view)
  }

  #give(engine: OwningEngine, give: HandOver['give']): void {
    for (const { bank, to } of give) this.to.instruction({ op: 'GIVE', engine, bank, to })
  }

  /** Writes a register unless it already holds the value; all are 0 after reset, table entries are unknown. */
  #set(setting: RegisterSetting): void {
    const [name, values] = setting
    const pair = name === 'PAIR' ? (values as { index: number }).index : -1
    const known = pair < 0 ? this.#fields.get(name) : this.#pairs[pair]
    if (known === undefined ? pair < 0 && allZero(values) : sameFields(known, values)) return
    if (pair < 0) this.#fields.set(name, values)
    else this.#pairs[pair] = values
    this.to.set(setting)
  }
}

/** The same register always comes with the same fields, so these decide. */
function sameFields(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  for (const key in a) if (a[key] !== b[key]) return false
  return true
}

function allZero(values: Readonly<Record<string, number>>): boolean {
  for (const key in values) if (values[key] !== 0) return false
  return true
}
