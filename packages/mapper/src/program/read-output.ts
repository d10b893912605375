import {
  type ChipConfig,
  chipGeometry,
  type HostTensor,
  type Program,
  readBit,
  resultTensor,
} from '@concord/arch'
import { runHead, type Scores } from '../network/head.js'
import type { Execution } from './execution.js'
import { readHostMeta } from './host-meta.js'

/**
 * Reads the integer sums of one input once all passes have been taken.
 *
 * @param index - 0..batch − 1
 * @returns the exact sums of the last layer as the source has them, one a class
 * @throws DataError when there is no such input
 */
export function readOutput(execution: Execution, index: number): Int32Array {
  const { program } = execution
  const { step, offset, divisor } = readHostMeta(program).readout
  const values = tensorValues(program, resultTensor(program), execution.result(index), true)
  const pixels = values.length / offset.length
  return values.map((sum, i) => (sum * step + offset[Math.floor(i / pixels)]) / divisor)
}

/**
 * Values of a tensor's words, channels first: codes, sums in two's complement, or wide values.
 *
 * @param tensor - its number
 */
export function tensorValues(
  { config, tensors }: Pick<Program, 'config' | 'tensors'>,
  tensor: number,
  words: Uint8Array,
  signed: boolean,
): Int32Array {
  const { width, height, channels, planes, wide } = tensors[tensor]
  if (wide) return wideValues(config, tensors[tensor], words)
  const planeBits = Math.ceil(channels / config.lanes) * config.lanes
  const pixels = width * height
  const values = new Int32Array(channels * pixels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      let value = 0
      for (let plane = 0; plane < planes; plane++) {
        const weight = signed && plane === planes - 1 ? -(2 ** plane) : 2 ** plane
        value += weight * readBit(words, (pixel * planes + plane) * planeBits + channel)
      }
      values[channel * pixels + pixel] = value
    }
  }
  return values
}

/** Values of a wide map, channels first. */
function wideValues(
  config: ChipConfig,
  { width, height, channels }: HostTensor,
  words: Uint8Array,
): Int32Array {
  const { wideBytes } = chipGeometry(config)
  const pixels = width * height
  const pixelBytes = words.length / pixels
  return Int32Array.from({ length: channels * pixels }, (_, i) => {
    const channel = Math.floor(i / pixels)
    const word = Math.floor(channel / config.postLanes)
    const at = (i % pixels) * pixelBytes + word * wideBytes + 2 * (channel % config.postLanes)
    return ((words[at] | (words[at + 1] << 8)) << 16) >> 16
  })
}

/** Runs the host's part of the program on the sums of one input, in the source's arithmetic. */
export function hostHead(program: Program, sums: Int32Array): Scores {
  return runHead(readHostMeta(program).steps, sums)
}

/** Scores and label of one input. */
export function classify(execution: Execution, index: number): Scores {
  return hostHead(execution.program, readOutput(execution, index))
}
