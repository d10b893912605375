import { type ChipConfig, ConcordError } from '@concord/arch'
import type { StreamTiming } from '../run-result.js'
import { planProgram } from './plan-program.js'
import { type InstructionSpan, instructionSpans } from './spans.js'
import { type CycleCount, Timeline } from './timeline.js'

/**
 * Prepares the time of a program on a chip, to be evaluated at any rate of its stream.
 *
 * @returns undefined when the program is not legal at every rate as far as its instructions show: the chip reports an error,
 *   or may. Only the stepped model tells which, where and when
 */
export function prepareTimeline(config: ChipConfig, stream: Uint8Array): Timeline | undefined {
  const plan = planProgram(config, stream)
  return plan && new Timeline(config, plan)
}

/** Cycles and counters of a program and where they went. */
export interface CycleReport extends CycleCount {
  readonly spans: readonly InstructionSpan[]
}

/**
 * Counts the cycles of a program without its data and without stepping: exactly what the chip takes.
 *
 * @throws IllegalProgramError when the chip reports an error, or when that cannot be excluded
 */
export function countCycles(config: ChipConfig, stream: Uint8Array, timing: StreamTiming = {}): CycleReport {
  const timeline = prepareTimeline(config, stream)
  const count = timeline?.evaluate(timing)
  if (!timeline || !count) throw new IllegalProgramError(config)
  return { ...count, spans: instructionSpans(timeline) }
}

/** A program has no closed form because the chip stops on it with an error. */
export class IllegalProgramError extends ConcordError {
  override readonly name = 'IllegalProgramError'

  constructor(config: ChipConfig) {
    super({
      what: 'No cycle count in closed form',
      where: `stream for chip ${config.name}`,
      why: 'the chip stops with an error on this program, or that cannot be excluded without running it',
      fix: 'run the program, which reports the error code, the engine and the instruction',
    })
  }
}
