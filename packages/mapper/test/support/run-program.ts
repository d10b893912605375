import type { Program } from '@concord/arch'
import { FastChip } from '@concord/sim'
import { Execution } from '../../src/program/execution.js'

/** Runs all passes of an execution; `run` is a chip. */
export function runPasses(execution: Execution, run: (stream: Uint8Array) => Uint8Array): void {
  for (const { index } of execution.passes) execution.take(index, run(execution.stream(index)))
}

/**
 * Runs images through a program on the fast path, a batch at a time.
 *
 * @param visit - called for every image with the execution that holds its results
 */
export function runImages(
  program: Program,
  images: readonly Uint8Array[],
  visit: (execution: Execution, index: number, image: number) => void,
): void {
  const execution = new Execution(program)
  const chip = new FastChip(program.config)
  const run = (stream: Uint8Array) => {
    chip.load(stream)
    return chip.run().output
  }
  for (let first = 0; first < images.length; first += program.batch) {
    const batch = images.slice(first, first + program.batch)
    for (const [i, image] of batch.entries()) execution.setInput(i, image)
    runPasses(execution, run)
    for (const i of batch.keys()) visit(execution, i, first + i)
  }
}
