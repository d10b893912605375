import type { Program } from '@concord/arch'
import { FastChip } from '@concord/sim'
import { Execution } from '../../src/program/execution.js'

/** Runs all passes of an execution; `run` is a chip. */
export function runPasses(execution: Execution, run: (stream: Uint8Array, pass: number) => Uint8Array): void {
  for (const { index } of execution.passes) execution.take(index, run(execution.stream(index), index))
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
  // A chip for each pass, which takes it apart once
  const chips: FastChip[] = []
  const run = (stream: Uint8Array, pass: number) => {
    if (chips[pass] === undefined) {
      chips[pass] = new FastChip(program.config)
      chips[pass].load(stream)
    } else for (const { byteOffset, bytes } of execution.patches(pass)) chips[pass].patch(byteOffset, bytes)
    return chips[pass].run().output
  }
  for (let first = 0; first < images.length; first += program.batch) {
    const batch = images.slice(first, first + program.batch)
    for (const [i, image] of batch.entries()) execution.setInput(i, image)
    runPasses(execution, run)
    for (const i of batch.keys()) visit(execution, i, first + i)
  }
}
