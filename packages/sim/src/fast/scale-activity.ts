import type { ActivityName } from '@concord/arch'
import { countOnes } from '../step/bits.js'
import { isMultiplication, touchesWide } from '../step/lane-operations.js'
import { LaneQuantise, LaneWrite } from '../step/package.js'
import * as State from './activity-state.js'
import type { ScaleMemory } from './scale-memory.js'
import { listOperations, type ScaleRun } from './scale-run.js'
import type { ScalePixel } from './scale-step.js'
import type { WordObserver } from './write-planes.js'

/** Counts that only the scale unit moves. */
export type ScaleCounts = { -readonly [Name in ActivityName]: number }

/** Counts the activity of a RUN of the scale unit, in the kernel's counts where it has them. */
export class ScaleActivity implements WordObserver {
  readonly #kernelCounts: Float64Array
  #before = new Uint8Array(0)

  /** @param counts - the others */
  constructor(
    readonly memory: ScaleMemory,
    readonly counts: ScaleCounts,
  ) {
    const { bytes, layout } = memory
    this.#kernelCounts = new Float64Array(bytes.buffer, layout.activity, State.KernelCounts)
  }

  /** Counts the operations of a pixel; @param codes - after it */
  pixel(run: ScaleRun, { windowLast }: ScalePixel, codes: Uint8Array): void {
    const { rows, sources, scales, thresholds } = run
    const { counts } = this
    const steps = Math.ceil(rows / this.memory.config.postLanes)
    for (const operation of listOperations(windowLast ? run.operations.last : run.operations.inner)) {
      const cycles = operation === LaneQuantise ? Math.max(1, thresholds) : 1
      const source = sources !== undefined
      if (operation === LaneWrite) counts.wideWriteWords += steps
      else if (touchesWide(operation, scales, source)) counts.wideReadWords += steps * cycles
      if (operation === LaneQuantise) this.#compares(rows * cycles, rows, codes)
      else counts.laneOperations += rows
      if (isMultiplication(operation)) counts.laneMultiplications += rows
    }
  }

  before(at: number, bytes: number): void {
    this.#before = this.memory.bytes.slice(at, at + bytes)
  }

  after(at: number, bytes: number): void {
    const { bytes: memory, layout } = this.memory
    this.#kernelCounts[State.PostWords]! += bytes / layout.wordBytes
    for (let i = 0; i < bytes; i++) {
      this.#kernelCounts[State.PostWriteBits]! += countOnes(this.#before[i]! ^ memory[at + i]!)
    }
  }

  #compares(comparisons: number, rows: number, codes: Uint8Array): void {
    const { bytes, layout } = this.memory
    const previous = layout.activity + State.PreviousCode
    this.#kernelCounts[State.PostCompares]! += comparisons
    for (let row = 0; row < rows; row++) {
      this.#kernelCounts[State.CodeBits]! += countOnes(bytes[previous + row]! ^ codes[row]!)
      bytes[previous + row] = codes[row]!
    }
  }
}
