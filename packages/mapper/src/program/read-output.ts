import { type Program, readBit } from '@concord/arch'
import { DataError } from '../errors.js'
import { runHead, type Scores } from '../network/head.js'
import { readHostMeta } from './host-meta.js'
import { slotsOf } from './slots.js'

/**
 * Reads the integer sums of one input from what the chip sent.
 *
 * @param output - all bytes of one execution
 * @param index - 0..batch − 1
 * @returns the exact sums of the last layer as the source has them, one a class
 * @throws DataError when the output has another length or there is no such input
 */
export function readOutput(program: Program, output: Uint8Array, index: number): Int32Array {
  const { config, classes, outputBytes } = program
  if (output.length !== outputBytes) {
    const why = `${output.length} bytes, an execution sends ${outputBytes}`
    throw new DataError('Wrong output size', 'output of the chip', why, 'run the whole program')
  }
  const { step, offset, divisor } = readHostMeta(program).readout
  const sums = new Int32Array(classes)
  for (const slot of slotsOf(program, index).outputs) {
    const bytes = output.subarray(slot.byteOffset, slot.byteOffset + slot.bytes)
    const planeBits = Math.ceil(slot.classes / config.lanes) * config.lanes
    for (let c = 0; c < slot.classes; c++) {
      let sum = 0
      for (let plane = 0; plane < slot.planes; plane++) {
        const weight = plane === slot.planes - 1 ? -(2 ** plane) : 2 ** plane
        sum += weight * readBit(bytes, plane * planeBits + c)
      }
      const label = slot.firstClass + c
      sums[label] = (sum * step + offset[label]) / divisor
    }
  }
  return sums
}

/** Runs the host's part of the program on the sums of one input, in the source's arithmetic. */
export function hostHead(program: Program, sums: Int32Array): Scores {
  return runHead(readHostMeta(program).steps, sums)
}

/** Scores and label of one input. */
export function classify(program: Program, output: Uint8Array, index: number): Scores {
  return hostHead(program, readOutput(program, output, index))
}
