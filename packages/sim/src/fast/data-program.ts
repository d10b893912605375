import { type ChipConfig, chipGeometry, type StreamItem } from '@concord/arch'
import type { DataVisitor, PlannedRun } from '../timeline/plan.js'
import { align, type ChipLayout, SLACK_BYTES } from './layout.js'
import { ProgramImage } from './program-image.js'
import { placeRun } from './run-descriptor.js'

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
  /** `to` counts from the start of the output. */
  | { readonly op: 'store'; readonly from: number; readonly to: number; readonly bytes: number }

/** Turns a program into steps for the kernel, with everything derived that does not depend on data. */
export class DataProgram implements DataVisitor {
  readonly steps: DataStep[] = []
  /** Byte address of the stream. */
  readonly stream: number
  readonly image: ProgramImage
  outputBytes = 0

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
    if (instruction.op === 'LOAD_ACT') {
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
    this.steps.push({ op: 'run', descriptor: placeRun(this.config, this.layout, this.image, run) })
  }

  store({ instruction }: StreamItem, address: number): void {
    if (instruction.op !== 'STORE') return
    const bytes = instruction.count * chipGeometry(this.config).wordBytes
    const from = this.layout.act[instruction.bank]! + address * this.layout.wordBytes
    this.steps.push({ op: 'store', from, to: this.outputBytes, bytes })
    this.outputBytes += bytes
  }
}
