import type { Layer } from './layer.js'
import { levelInteger } from './levels.js'

/** Output channels summed in one pass over a patch. */
const BLOCK = 4

/**
 * Exact sums of a layer, channel by channel, in 32 bits as the widest accumulator has them.
 *
 * @param codes - of its input map, channel by channel
 */
export function layerSums(layer: Layer, codes: Int32Array): Int32Array {
  const { groups, input, output, kernel, weights } = layer
  const integers = codes.map((code) => levelInteger(layer.inLevels, code))
  const border = borderIntegers(layer)
  const inputs = input.channels / groups
  const perGroup = output.channels / groups
  const depth = kernel.width * kernel.height * inputs
  const pixels = output.height * output.width
  const sums = new Int32Array(output.channels * pixels)
  const patch = new Int32Array(depth)
  for (let group = 0; group < groups; group++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      fillPatch(layer, integers, border, group, pixel, patch)
      const end = (group + 1) * perGroup
      for (let o = group * perGroup; o < end; o += BLOCK) {
        sumRows(weights, patch, o, Math.min(end, o + BLOCK), sums, pixel, pixels)
      }
    }
  }
  return sums
}

/** Integer value of padding pixels, by input channel; taps that are skipped are 0. */
function borderIntegers({ padCodes, inLevels, input }: Layer): Int32Array {
  return padCodes?.map((code) => levelInteger(inLevels, code)) ?? new Int32Array(input.channels)
}

/** Integers under the kernel at an output pixel: [ky][kx][input channel of the group]. */
function fillPatch(
  { groups, input, output, kernel, stride, dilation, pad }: Layer,
  integers: Int32Array,
  border: Int32Array,
  group: number,
  pixel: number,
  patch: Int32Array,
): void {
  const plane = input.height * input.width
  const [first, end] = [group, group + 1].map((g) => (g * input.channels) / groups)
  const oy = Math.floor(pixel / output.width)
  const top = oy * stride.y - pad.top
  const left = (pixel - oy * output.width) * stride.x - pad.left
  let at = 0
  for (let ky = 0; ky < kernel.height; ky++) {
    const y = top + ky * dilation.y
    for (let kx = 0; kx < kernel.width; kx++) {
      const x = left + kx * dilation.x
      const inside = y >= 0 && y < input.height && x >= 0 && x < input.width
      const place = y * input.width + x
      for (let c = first; c < end; c++) patch[at++] = inside ? integers[c * plane + place] : border[c]
    }
  }
}

function sumRows(
  weights: Int32Array,
  patch: Int32Array,
  first: number,
  end: number,
  sums: Int32Array,
  pixel: number,
  pixels: number,
): void {
  const depth = patch.length
  if (end - first < BLOCK) {
    for (let o = first; o < end; o++) {
      let sum = 0
      for (let k = 0, at = o * depth; k < depth; k++, at++) sum = (sum + Math.imul(weights[at], patch[k])) | 0
      sums[o * pixels + pixel] = sum
    }
    return
  }
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  const at = first * depth
  for (let k = 0; k < depth; k++) {
    const value = patch[k]
    s0 = (s0 + Math.imul(weights[at + k], value)) | 0
    s1 = (s1 + Math.imul(weights[at + depth + k], value)) | 0
    s2 = (s2 + Math.imul(weights[at + 2 * depth + k], value)) | 0
    s3 = (s3 + Math.imul(weights[at + 3 * depth + k], value)) | 0
  }
  sums[first * pixels + pixel] = s0
  sums[(first + 1) * pixels + pixel] = s1
  sums[(first + 2) * pixels + pixel] = s2
  sums[(first + 3) * pixels + pixel] = s3
}
