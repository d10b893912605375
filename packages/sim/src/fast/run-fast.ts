import type { ChipConfig } from '@concord/arch'
import type { MemoryContents } from '../memory-contents.js'
import type { RunResult, StreamTiming } from '../run-result.js'
import { Chip } from '../step/chip.js'
import { restoreMemories } from '../step/restore-memories.js'
import { runStep } from '../step/run-step.js'
import { IllegalProgramError } from '../timeline/count-cycles.js'
import { FastChip } from './fast-chip.js'

/** Options of a run on the fast path. */
export interface FastOptions extends StreamTiming {
  /** Count what switches; slower. */
  readonly activity?: boolean
  /** Contents that the memories start with. @defaultValue all 0 */
  readonly memories?: MemoryContents
}

/**
 * Runs a stream from reset to done or to the first error, without stepping: exactly the result of `runStep`.
 *
 * A program that is not legal beyond doubt (an error in any instruction or address, banks used before they are owned, a
 * deadlock, a broken stream) is run on the stepped model instead, at its speed: only that knows how far each engine got.
 *
 * @throws StreamShapeError when the stream is not whole beats
 */
export function runFast(config: ChipConfig, stream: Uint8Array, options: FastOptions = {}): RunResult {
  try {
    const chip = new FastChip(config, options)
    chip.load(stream)
    return { ...chip.run(options), memories: chip.memories() }
  } catch (error) {
    if (!(error instanceof IllegalProgramError)) throw error
    const { memories, ...rest } = options
    const chip = new Chip(config)
    if (memories) restoreMemories(chip, memories)
    return runStep(config, stream, { ...rest, chip })
  }
}
