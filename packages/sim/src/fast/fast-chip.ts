import { type Activity, type ChipConfig, ConcordError, chipGeometry } from '@concord/arch'
import type { MemoryContents } from '../memory-contents.js'
import type { RunResult, StreamTiming } from '../run-result.js'
import { IllegalProgramError } from '../timeline/count-cycles.js'
import { planProgram } from '../timeline/plan-program.js'
import { type CycleCount, Timeline } from '../timeline/timeline.js'
import { ActivityCount } from './activity-count.js'
import { DataProgram, type DataStep } from './data-program.js'
import { Kernel } from './kernel.js'
import { align, type ChipLayout, chipLayout, SLACK_BYTES } from './layout.js'
import { readMemories, writeMemories } from './memory-transfer.js'
import { checkPayloadPlace } from './payload-place.js'
import { ScaleActivity } from './scale-activity.js'
import { executeScale } from './scale-execute.js'
import { scaleMemory } from './scale-memory.js'
import { copyWide } from './wide-copy.js'

/** A run of the fast path: what a {@link RunResult} holds, less the memories, which are copied when asked for. */
export type FastRun = Omit<RunResult, 'memories' | 'error'>

/** Options of a chip on the fast path. */
export interface FastChipOptions {
  /** Count what switches, in every run; slower. */
  readonly activity?: boolean
  /** Contents that the memories start with. @defaultValue all 0 */
  readonly memories?: MemoryContents
}

interface LoadedProgram {
  readonly timeline: Timeline
  readonly data: DataProgram
  readonly streamBytes: number
}

/**
 * A chip on the fast path: whole commands on packed words, cycles in closed form. A program is taken apart once (`load`) and
 * run any number of times (`run`), with other payload patched in (`patch`); every run executes all of it, loads included. The
 * memories keep what the run before left, as on a chip that is reset between runs.
 */
export class FastChip {
  readonly #kernel = new Kernel()
  readonly #layout: ChipLayout
  readonly #activity: boolean
  #program: LoadedProgram | undefined
  #counted: (CycleCount & Required<StreamTiming>) | undefined

  constructor(
    readonly config: ChipConfig,
    options: FastChipOptions = {},
  ) {
    const { functions } = this.#kernel
    this.#layout = chipLayout(config, functions.scratchEnd)
    this.#activity = options.activity ?? false
    this.#kernel.reserve(this.#layout.program)
    functions.prepareScratch()
    if (options.memories) this.restore(options.memories)
  }

  /**
   * Takes a program apart and makes it the one that `run` runs.
   *
   * @throws IllegalProgramError when the chip reports an error, or when that cannot be excluded; `runFast` runs these too
   */
  load(stream: Uint8Array): void {
    const data = new DataProgram(this.config, this.#layout, stream.length)
    const plan = planProgram(this.config, stream, data)
    if (!plan) throw new IllegalProgramError(this.config)
    this.#kernel.reserve(sumsAt(data) + data.sumBytes + SLACK_BYTES)
    const bytes = new Uint8Array(this.#kernel.buffer)
    bytes.set(stream, data.stream)
    new Int32Array(this.#kernel.buffer).set(data.image.words, data.image.base / 4)
    this.#program = { timeline: new Timeline(this.config, plan), data, streamBytes: stream.length }
    this.#counted = undefined
  }

  /**
   * Replaces payload of the loaded program.
   *
   * @param byteOffset - in the stream; as in an `InputSlot` of a program
   * @throws PatchError when the bytes do not lie within the payload of one instruction
   */
  patch(byteOffset: number, bytes: Uint8Array): void {
    const { data, timeline } = this.#loaded()
    checkPayloadPlace(timeline.plan.items, byteOffset, bytes.length)
    new Uint8Array(this.#kernel.buffer).set(bytes, data.stream + byteOffset)
  }

  /**
   * Runs the loaded program from reset to done.
   *
   * @throws IllegalProgramError when at this rate an engine touches a bank before it owns it
   */
  run(timing: StreamTiming = {}): FastRun {
    const { data, timeline, streamBytes } = this.#loaded()
    const { cycles, counters } = this.#count(timeline, timing)
    const { output, outputBytes, stream } = data
    const activity = this.#activity ? new ActivityCount(this.config, this.#layout, this.#kernel) : undefined
    for (const step of data.steps) {
      activity?.step(step)
      this.#execute(step, data, activity)
    }
    activity?.streams(stream, streamBytes, output, outputBytes)
    return {
      output: new Uint8Array(this.#kernel.buffer, output, outputBytes).slice(),
      cycles,
      counters,
      ...(activity && { activity: activity.finish(cycles, timeline.plan.items.length) as Activity }),
    }
  }

  /** The time of the loaded program. */
  get timeline(): Timeline {
    return this.#loaded().timeline
  }

  /** Copies all memories. */
  memories(): MemoryContents {
    return readMemories(this.config, this.#layout, this.#kernel.buffer)
  }

  /** Sets all memories. */
  restore(contents: MemoryContents): void {
    writeMemories(this.config, this.#layout, this.#kernel.buffer, contents)
  }

  #loaded(): LoadedProgram {
    if (this.#program) return this.#program
    throw new ConcordError({
      what: 'No program to run',
      where: `chip ${this.config.name}`,
      why: 'no program has been loaded',
      fix: 'call load first',
    })
  }

  #count(timeline: Timeline, { inputInterval = 1, outputInterval = 1 }: StreamTiming): CycleCount {
    const last = this.#counted
    if (last?.inputInterval === inputInterval && last.outputInterval === outputInterval) return last
    const count = timeline.evaluate({ inputInterval, outputInterval })
    if (!count) throw new IllegalProgramError(this.config)
    this.#counted = { ...count, inputInterval, outputInterval }
    return count
  }

  #execute(step: DataStep, data: DataProgram, activity: ActivityCount | undefined): void {
    const { output } = data
    const { functions } = this.#kernel
    const { weightRowBytes, rowStride } = this.#layout
    switch (step.op) {
      case 'act':
        functions.copyBytes(step.from, step.to, step.bytes)
        break
      case 'weights':
        functions.loadWeights(step.from, step.to, step.bytes, weightRowBytes, step.rows)
        break
      case 'thresholds': {
        const { thresholdBytes } = chipGeometry(this.config)
        const shift = 32 - this.config.accBits
        functions.loadThresholds(
          step.from,
          step.to,
          step.slots,
          step.rows,
          4 * rowStride,
          thresholdBytes,
          shift,
        )
        break
      }
      case 'run':
        if (this.#activity) functions.traceRun(step.descriptor)
        else functions.executeRun(step.descriptor)
        break
      case 'scale': {
        const memory = scaleMemory(this.config, this.#layout, this.#kernel.buffer, sumsAt(data))
        const counts = activity && new ScaleActivity(memory, activity.counts)
        executeScale(this.#kernel, memory, step.descriptor, step.run, counts)
        break
      }
      case 'wide':
      case 'storeWide': {
        const bytes = new Uint8Array(this.#kernel.buffer)
        const { wideBytes } = chipGeometry(this.config)
        const valueBytes = 2 * this.config.postLanes
        if (step.op === 'wide') copyWide(bytes, step.from, wideBytes, step.to, valueBytes, step.words)
        else copyWide(bytes, step.from, valueBytes, output + step.to, wideBytes, step.words)
        break
      }
      case 'store':
        functions.copyBytes(step.from, output + step.to, step.bytes)
    }
  }
}

/** Where the sums that wait for the scale unit are: behind the output. */
function sumsAt({ output, outputBytes }: DataProgram): number {
  return align(output + outputBytes + SLACK_BYTES)
}
