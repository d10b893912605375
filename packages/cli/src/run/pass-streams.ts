import type { Program } from '@concord/arch'
import { Execution } from '@concord/mapper'
import { FastChip } from '@concord/sim'
import { FastPasses } from '../engines/fast-passes.js'
import { countProgram } from './count-program.js'

/** One pass of a program with the inputs that it has for an image. */
export interface PassStream {
  readonly stream: Uint8Array
  /** Of the whole pass. */
  readonly cycles: number
}

/**
 * The streams of all passes for one image: each pass, and what the host computes between them, gets what those before it gave.
 *
 * @param pixels - of one image
 */
export function passStreams(program: Program, pixels: Uint8Array): PassStream[] {
  const execution = new Execution(program)
  execution.setInput(0, pixels)
  const passes = new FastPasses([new FastChip(program.config)], program)
  const counted = countProgram(program)
  return execution.passes.map(({ index }, i) => {
    const stream = execution.stream(index).slice()
    execution.take(index, passes.load(index, stream).run().output)
    return { stream, cycles: counted.passes[i].cycles }
  })
}

/** Cycles of each pass, of a limited number of them all: each pass has its share, one cycle at least. */
export function shareCycles(passes: readonly Pick<PassStream, 'cycles'>[], limit: number): number[] {
  const total = passes.reduce((sum, { cycles }) => sum + cycles, 0)
  const part = Math.min(1, limit / total)
  return passes.map(({ cycles }) => Math.max(1, Math.round(cycles * part)))
}
