import { type Activity, type ChipConfig, chipGeometry, zeroActivity } from '@concord/arch'
import * as State from './activity-state.js'
import type { DataStep } from './data-program.js'
import type { Kernel } from './kernel.js'
import type { ChipLayout } from './layout.js'

/** Counts of the kernel under their names. */
const KERNEL_COUNTS = [
  ['words', State.Words],
  ['nullWords', State.NullWords],
  ['rowWords', State.RowWords],
  ['accWrites', State.AccWrites],
  ['actReadBits', State.ActReadBits],
  ['weightReadBits', State.WeightReadBits],
  ['matchBits', State.MatchBits],
  ['accBits', State.AccBits],
  ['accFileReads', State.AccFileReads],
  ['accFileReadBits', State.AccFileReadBits],
  ['accFileWrites', State.AccFileWrites],
  ['accFileWriteBits', State.AccFileWriteBits],
  ['drainWrites', State.DrainWrites],
  ['drainBits', State.DrainBits],
  ['postCompares', State.PostCompares],
  ['codeBits', State.CodeBits],
  ['postWords', State.PostWords],
] as const

/** Counts the activity of one run of the fast path; the previous values live in the linear memory, from run to run. */
export class ActivityCount {
  /** Counts that the kernel does not have. */
  readonly counts = zeroActivity()
  readonly #kernelCounts: Float64Array
  readonly #beatBytes: number
  readonly #wordBytes: number

  constructor(
    config: ChipConfig,
    readonly layout: ChipLayout,
    readonly kernel: Kernel,
  ) {
    const { beatBytes, wordBytes } = chipGeometry(config)
    this.#beatBytes = beatBytes
    this.#wordBytes = wordBytes
    this.#kernelCounts = new Float64Array(kernel.buffer, layout.activity, State.KernelCounts).fill(0)
  }

  /** Counts what the kernel does not see of a step; before it is executed. */
  step(step: DataStep): void {
    const counts = this.counts
    if (step.op === 'act') {
      counts.actWriteWords += step.bytes / this.#wordBytes
      counts.actWriteBits += this.#toggles(step.from, step.to, step.bytes)
    } else if (step.op === 'weights') counts.weightWriteWords += (step.rows * step.bytes) / this.#wordBytes
    else if (step.op === 'thresholds') counts.thresholdWriteWords += step.rows * step.slots
    else if (step.op === 'wide') counts.wideWriteWords += step.words
    else if (step.op === 'storeWide') counts.wideReadWords += step.words
    else if (step.op === 'store') counts.storeReadWords += step.bytes / this.#wordBytes
  }

  /** Counts the stream ports, from the bytes that crossed them. */
  streams(input: number, inputBytes: number, output: number, outputBytes: number): void {
    const counts = this.counts
    counts.streamInBeats = inputBytes / this.#beatBytes
    counts.streamInBits = this.#beatToggles(this.layout.lastBeats, input, inputBytes)
    counts.streamOutBeats = outputBytes / this.#beatBytes
    counts.streamOutBits = this.#beatToggles(this.layout.lastBeats + 8, output, outputBytes)
  }

  /** The record of the run. */
  finish(cycles: number, instructions: number): Activity {
    const counts = { ...this.counts, cycles, instructions }
    for (const [name, index] of KERNEL_COUNTS) counts[name] = this.#kernelCounts[index]!
    counts.actWriteWords += counts.postWords
    counts.actWriteBits += this.#kernelCounts[State.PostWriteBits]!
    return counts
  }

  /** Toggled bits from beat to beat, the first one compared with the one at `last`, which becomes the new last one. */
  #beatToggles(last: number, at: number, bytes: number): number {
    if (bytes === 0) return 0
    const beat = this.#beatBytes
    const toggled = this.#toggles(last, at, beat) + this.#toggles(at, at + beat, bytes - beat)
    this.kernel.functions.copyBytes(at + bytes - beat, last, beat)
    return toggled
  }

  #toggles(a: number, b: number, bytes: number): number {
    return Number(this.kernel.functions.toggledBits(a, b, bytes))
  }
}
