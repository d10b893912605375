import {
  type ChipConfig,
  type ChipGeometry,
  chipGeometry,
  type OwningEngine,
  type Slot,
  StreamWriter,
  setRegister,
} from '@concord/arch'
import type { Emission } from './emit.js'
import { thresholdPayload, weightPayload } from './fill-payload.js'
import type { LayerPlan } from './layer-plan.js'
import type { Run, TilePart } from './operation.js'
import { type PadWords, padPayload } from './pads.js'
import { inputSlots, outputSlots, type PassTensors } from './pass-slots.js'
import { type Stored, type View, viewWordBytes, viewWords } from './view.js'

/** Instructions first..last of a pass. */
export interface Range {
  readonly first: number
  last: number
}

/** Writes a pass as a command stream, and what lies where in it. */
export class PassWriter implements Emission {
  readonly inputs: Slot[] = []
  readonly outputs: Slot[] = []
  /** Instructions of each layer. */
  readonly ranges = new Map<LayerPlan, Range[]>()
  outputBytes = 0
  readonly #writer: StreamWriter
  readonly #geometry: ChipGeometry
  #plan: LayerPlan | undefined
  #entered = 0

  constructor(
    readonly config: ChipConfig,
    readonly tensors: PassTensors,
    readonly payloads: PayloadCache,
  ) {
    this.#writer = new StreamWriter(config)
    this.#geometry = chipGeometry(config)
  }

  begin(): void {
    this.#writer.begin()
  }

  set(register: number, value: number): void {
    this.#writer.instruction({ op: 'SET', engine: 'compute', register, value })
  }

  setAddress(engine: 'load' | 'store', address: number): void {
    this.#writer.instruction(setRegister(engine === 'load' ? 'LOAD_ADDR' : 'STORE_ADDR', { address }))
  }

  take(engine: OwningEngine, bank: number): void {
    this.#writer.instruction({ op: 'TAKE', engine, bank })
  }

  give(engine: OwningEngine, bank: number, to: OwningEngine): void {
    this.#writer.instruction({ op: 'GIVE', engine, bank, to })
  }

  run({ step, from, to, weightBank, both, load, save }: Run): void {
    const { length: pairs } = step.pairs
    this.#writer.instruction({
      op: 'RUN',
      weightBank,
      inBank: from.bank,
      // nothing is written to it without codes
      outBank: to?.bank ?? 0,
      pairs,
      load,
      save,
      both,
    })
  }

  loadMap(view: View): void {
    const count = viewWords(view)
    this.#writer.instruction({ op: 'LOAD_ACT', bank: view.bank, count })
    this.inputs.push(...inputSlots(this.config, this.tensors, view, this.#writer.byteLength))
    this.#writer.words(new Uint8Array(count * viewWordBytes(this.#geometry, view)))
  }

  loadPad(bank: number, pad: PadWords): void {
    this.#writer.instruction({ op: 'LOAD_ACT', bank, count: pad.plan.inWords })
    this.#writer.words(padPayload(this.config, pad))
  }

  loadWeights(bank: number, part: TilePart): void {
    const { place, words } = part
    const { rows } = place.plan.rowGroups[place.rowGroup]
    this.#writer.instruction({ op: 'LOAD_WEIGHTS', bank, words: words.count, rows })
    this.#writer.words(this.payloads.weights(part))
  }

  loadThresholds(bank: number, { place, slots }: TilePart): void {
    const { rows } = place.plan.rowGroups[place.rowGroup]
    this.#writer.instruction({ op: 'LOAD_THRESHOLDS', bank, slots, rows })
    this.#writer.thresholds(thresholdPayload(place))
  }

  store(view: Stored): void {
    const count = viewWords(view)
    this.#writer.instruction({ op: 'STORE', bank: view.bank, count })
    this.outputs.push(...outputSlots(this.config, this.tensors, view, this.outputBytes))
    this.outputBytes += count * viewWordBytes(this.#geometry, view)
  }

  enter(plan: LayerPlan | undefined): void {
    const last = this.#writer.instructionCount - 1
    if (this.#plan !== undefined && last >= this.#entered) {
      const ranges = this.ranges.get(this.#plan) ?? []
      this.ranges.set(this.#plan, ranges)
      const before = ranges.at(-1)
      if (before?.last === this.#entered - 1) before.last = last
      else ranges.push({ first: this.#entered, last })
    }
    this.#plan = plan
    this.#entered = last + 1
  }

  end(): void {
    this.#writer.end()
  }

  bytes(): Uint8Array {
    return this.#writer.bytes()
  }
}

/** Weight payloads by tile; the same tile is loaded many times. */
export class PayloadCache {
  readonly #weights = new Map<string, Uint8Array>()

  constructor(readonly config: ChipConfig) {}

  weights({ place, words }: TilePart): Uint8Array {
    const { plan, rowGroup, tile } = place
    const key = `${plan.index}/${rowGroup}/${JSON.stringify(plan.rowGroups[rowGroup].stepPlan.tiles[tile])}`
    const payload = this.#weights.get(key) ?? weightPayload(this.config, place)
    this.#weights.set(key, payload)
    if (words.count === place.words) return payload
    const wordBytes = this.config.lanes / 8
    const { rows } = plan.rowGroups[rowGroup]
    const part = new Uint8Array(rows * words.count * wordBytes)
    for (let row = 0; row < rows; row++) {
      const from = (row * place.words + words.first) * wordBytes
      part.set(payload.subarray(from, from + words.count * wordBytes), row * words.count * wordBytes)
    }
    return part
  }
}
