import { type Program, resultTensor } from '@concord/arch'
import { runHead, type Scores } from '../network/head.js'
import type { Kept } from '../network/kept.js'
import type { Execution } from './execution.js'
import { readHostMeta } from './host-meta.js'
import { sourceSums, tensorValues } from './tensor-values.js'

/**
 * Reads the integer sums of one input once all passes have been taken.
 *
 * @param index - 0..batch − 1
 * @returns the exact sums of the last layer as the source has them, one a class
 * @throws DataError when there is no such input
 */
export function readOutput(execution: Execution, index: number): Int32Array {
  const { program } = execution
  const sums = tensorValues(program, resultTensor(program), execution.result(index), true)
  return sourceSums(readHostMeta(program).readout, sums)
}

/** Runs the host's part of the program on the sums of one input, in the source's arithmetic. @param kept - by earlier parts */
export function hostHead(program: Program, sums: Int32Array, kept?: Kept): Scores {
  return runHead(readHostMeta(program).steps, sums, kept)
}

/** Scores and label of one input. */
export function classify(execution: Execution, index: number): Scores {
  return hostHead(execution.program, readOutput(execution, index), execution.kept(index))
}
