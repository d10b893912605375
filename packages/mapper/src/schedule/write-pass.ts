import {
  type ChipConfig,
  type Instruction,
  type RegisterName,
  type Slot,
  StreamWriter,
  setRegister,
} from '@concord/arch'
import type { Emission } from './emit.js'
import { thresholdPayload, weightPayload } from './fill-payload.js'
import type { LayerPlan } from './layer-plan.js'
import type { RegisterSetting, Run, TilePart } from './operation.js'
import { type PadWords, padPayload } from './pads.js'
import { inputSlots, outputSlots, type PassTensors } from './pass-slots.js'
import { type View, viewWords } from './view.js'

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
  readonly #wordBytes: number
  #plan: LayerPlan | undefined
  #entered = 0

  constructor(
    readonly config: ChipConfig,
    readonly tensors: PassTensors,
    readonly payloads: PayloadCache,
  ) {
    this.#writer = new StreamWriter(config)
    this.#wordBytes = config.lanes / 8
  }

  begin(): void {
    this.#writer.begin()
  }

  set([name, values]: RegisterSetting): void {
    this.#writer.instruction(setRegister(name as RegisterName, values))
  }

  instruction(instruction: Instruction): void {
    this.#writer.instruction(instruction)
  }

  run(instruction: Instruction, _run: Run): void {
    this.#writer.instruction(instruction)
  }

  loadMap(instruction: Instruction, view: View): void {
    this.#writer.instruction(instruction)
    this.inputs.push(...inputSlots(this.config, this.tensors, view, this.#writer.byteLength))
    this.#writer.words(new Uint8Array(viewWords(view) * this.#wordBytes))
  }

  loadPad(instruction: Instruction, pad: PadWords): void {
    this.#writer.instruction(instruction).words(padPayload(this.config, pad))
  }

  loadWeights(instruction: Instruction, part: TilePart): void {
    this.#writer.instruction(instruction).words(this.payloads.weights(part))
  }

  loadThresholds(instruction: Instruction, { place }: TilePart): void {
    this.#writer.instruction(instruction)
    this.#writer.thresholds(thresholdPayload(place))
  }

  store(instruction: Instruction, view: View): void {
    this.#writer.instruction(instruction)
    this.outputs.push(...outputSlots(this.config, this.tensors, view, this.outputBytes))
    this.outputBytes += viewWords(view) * this.#wordBytes
  }

  mark(): void {}

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
