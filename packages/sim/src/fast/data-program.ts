import { type ChipConfig, chipGeometry, type StreamItem, WIDE_BANK_ID } from '@concord/arch'
import type { DataVisitor, PlannedRun } from '../timeline/plan.js'
import { align, type ChipLayout, SLACK_BYTES } from './layout.js'
import { ProgramImage } from './program-image.js'
import { placeRun } from './run-descriptor.js'
import { type ScaleRun, scaleRun } from './scale-run.js'

/** What moves data, in the words of the kernel; pointers are byte addresses in its linear memory. */
export type DataStep =
  | { readonly op: 'act'; readonly from: number; readonly to: number; readonly bytes: number }
  | {
      readonly op: 'weights'
      readonly from: number
      readonly to: number
      readonly bytes: number
      readonly rows: number
    }
  | {
      readonly op: 'thresholds'
      readonly from: number
      readonly to: number
      readonly slots: number
      readonly rows: number
    }
  | { readonly op: 'run'; readonly descriptor: number }
  /** The kernel saves the sums, and the rest is not its own. */
  | { readonly op: 'scale'; readonly descriptor: number; readonly run: ScaleRun }
  | { readonly op: 'wide'; readonly from: number; readonly to: number; readonly words: number }
  /** `to` counts from the start of the output. */
  | { readonly op: 'storeWide'; readonly from: number; readonly to: number; readonly words: number }
  /** `to` counts from the start of the output. */
  | { readonly op: 'store'; readonly from: number; readonly to: number; readonly bytes: number }

/** Turns a program into steps for the kernel, with everything derived that does not depend on data. */
export class DataProgram implements DataVisitor {
  readonly steps: DataStep[] = []
  /** Byte address of the stream. */
  readonly stream: number
  readonly image: ProgramImage
  outputBytes = 0
  /** Most bytes that the sums of one RUN take while they wait for the scale unit. */
  sumBytes = 0

  constructor(
    readonly config: ChipConfig,
    readonly layout: ChipLayout,
    streamBytes: number,
  ) {
    this.stream = layout.program
    this.image = new ProgramImage(align(this.stream + streamBytes + SLACK_BYTES))
  }

  /** Byte address of the output; only when the program is complete. */
  get output(): number {
    return this.image.end
  }

  load({ instruction, payloadOffset, payloadBytes }: StreamItem, address: number): void {
    const { layout } = this
    const from = this.stream + payloadOffset
    if (instruction.op === 'LOAD_ACT' && instruction.bank === WIDE_BANK_ID) {
      this.steps.push({ op: 'wide', from, to: this.#wideWord(address), words: instruction.count })
    } else if (instruction.op === 'LOAD_ACT') {
      const to = layout.act[instruction.bank]! + address * layout.wordBytes
      this.steps.push({ op: 'act', from, to, bytes: payloadBytes })
    } else if (instruction.op === 'LOAD_WEIGHTS') {
      const { bank, words, rows } = instruction
      const to = layout.weights[bank] + address * layout.wordBytes
      this.steps.push({ op: 'weights', from, to, bytes: words * layout.wordBytes, rows })
    } else if (instruction.op === 'LOAD_THRESHOLDS') {
      const { bank, slots, rows } = instruction
      const to = layout.thresholds[bank] + 4 * address * layout.rowStride
      this.steps.push({ op: 'thresholds', from, to, slots, rows })
    }
  }

  run(run: PlannedRun): void {
    const scale = scaleRun(this.config, run)
    const descriptor = placeRun(this.config, this.layout, this.image, run, scale !== undefined)
    if (!scale) {
      this.steps.push({ op: 'run', descriptor })
      return
    }
    this.steps.push({ op: 'scale', descriptor, run: scale })
    const pixels = scale.windowPixels * scale.ww * scale.wh
    this.sumBytes = Math.max(this.sumBytes, 4 * pixels * this.layout.rowStride)
  }

  #wideWord(address: number): number {
    return this.layout.wide + 2 * address * this.config.postLanes
  }

  store({ instruction }: StreamItem, address: number): void {
    if (instruction.op !== 'STORE') return
    if (instruction.bank === WIDE_BANK_ID) {
      const words = instruction.count
      this.steps.push({ op: 'storeWide', from: this.#wideWord(address), to: this.outputBytes, words })
      this.outputBytes += words * chipGeometry(this.config).wideBytes
      return
    }
    const bytes = instruction.count * chipGeometry(this.config).wordBytes
    const from = this.layout.act[instruction.bank]! + address * this.layout.wordBytes
    this.steps.push({ op: 'store', from, to: this.outputBytes, bytes })
    this.outputBytes += bytes
  }
}
