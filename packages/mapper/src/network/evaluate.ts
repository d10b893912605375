import { DataError } from '../errors.js'
import { levelInteger } from './levels.js'
import type { Layer, Network, NetworkInput } from './network.js'

/** Exact integers of one layer for one input. */
export interface LayerValues {
  /** Sums, in the source's units; one an output channel. */
  readonly sums: Int32Array
  /** Codes of the quantised result; undefined for the last layer. */
  readonly codes: Int32Array | undefined
}

/** Codes of the quantised input, one an element. */
export function inputCodes(input: NetworkInput, pixels: Uint8Array): Int32Array {
  if (pixels.length !== input.elements) {
    throw new DataError(
      'Wrong input size',
      'input of the network',
      `${pixels.length} bytes, expected ${input.elements}`,
      'give images of the size that the network was trained for',
    )
  }
  const { thresholds, codes } = input
  return Int32Array.from(pixels, (byte, element) => {
    const list = thresholds[thresholds.length === 1 ? 0 : element]
    let count = 0
    while (count < list.length && list[count] <= byte) count++
    return codes[count]
  })
}

/** Evaluates the network in exact integer arithmetic; the result equals the reference and the chip. */
export function evaluateNetwork(network: Network, pixels: Uint8Array): LayerValues[] {
  let codes = inputCodes(network.input, pixels)
  return network.layers.map((layer) => {
    const sums = layerSums(layer, codes)
    if (layer.quantiser === undefined) return { sums, codes: undefined }
    const { direction, thresholds } = layer.quantiser
    codes = sums.map((sum, c) => thresholds.reduce((n, list) => n + Number(direction[c] * sum >= list[c]), 0))
    return { sums, codes }
  })
}

function layerSums(layer: Layer, codes: Int32Array): Int32Array {
  const { weights, inLevels, output } = layer
  const integers = codes.map((code) => levelInteger(inLevels, code))
  const inputs = integers.length
  const sums = new Int32Array(output.channels)
  for (let c = 0; c < sums.length; c++) {
    let sum = 0
    for (let i = 0, at = c * inputs; i < inputs; i++, at++) sum += weights[at] * integers[i]
    sums[c] = sum
  }
  return sums
}
