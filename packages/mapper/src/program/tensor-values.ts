import { type ChipConfig, chipGeometry, type HostTensor, type Program, readBit } from '@concord/arch'
import type { Readout } from '../planes/plane-network.js'
import type { HeldInput } from './program-segments.js'

/**
 * The source's sums from the chip's, channels first.
 *
 * @param sums - of all channels of the readout
 */
export function sourceSums({ step, offset, divisor }: Readout, sums: Int32Array): Int32Array {
  const pixels = sums.length / offset.length
  return sums.map((sum, i) => (sum * step + offset[Math.floor(i / pixels)]) / divisor)
}

/** The codes as the source has them, from those that are stored. @param tops - see HeldInput */
export function sourceCodes(tops: ArrayLike<number>, codes: Int32Array): Int32Array {
  const pixels = codes.length / tops.length
  return codes.map((code, i) => {
    const top = tops[Math.floor(i / pixels)]
    return top < 0 ? code : top - code
  })
}

/** Sums or codes of the source that a segment takes, channels first. @param words - of its tensor */
export function heldIntegers(
  program: Program,
  { held, readout, tops }: HeldInput,
  words: Uint8Array,
): Int32Array {
  const values = tensorValues(program, held, words, readout !== undefined)
  if (readout !== undefined) return sourceSums(readout, values)
  return tops.length > 0 ? sourceCodes(tops, values) : values
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
