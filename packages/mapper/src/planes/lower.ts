import { codePlanes } from '../network/levels.js'
import type { Layer, LayerQuantiser, Network } from '../network/network.js'
import { codeSumRange } from '../network/sum-function.js'
import type { PlaneLayer, PlaneNetwork } from './plane-network.js'
import { weightPlanes } from './weight-planes.js'

/** Splits a network into ±1 planes and moves every constant into thresholds and the readout. */
export function lower(network: Network): PlaneNetwork {
  return { network, layers: network.layers.map(lowerLayer) }
}

/** Bits of two's complement that hold min..max. */
export function signedBits(min: number, max: number): number {
  return Math.ceil(Math.log2(Math.max(-min, max + 1, 1))) + 1
}

/**
 * With codes of b planes, K = Σ weight × code gives the chip's sum A = q (2K − (2^b − 1) Σ weight), q being the
 * weights' divisor: a code is (Σ 2^j plane_j + 2^b − 1) / 2.
 */
function lowerLayer(layer: Layer): PlaneLayer {
  const { quantiser, inLevels } = layer
  const turned = turnRows(layer, quantiser)
  const actPlanes = codePlanes(inLevels)
  const weights = weightPlanes(turned.weights)
  const { low, high, weightSums } = codeSumRange(turned)
  const spread = 2 ** actPlanes - 1
  const chipSum = (codeSum: number, c: number) => weights.divisor * (2 * codeSum - spread * weightSums[c])
  const channels = Array.from(low.keys())
  const thresholds = (quantiser?.thresholds ?? []).map((list) =>
    Int32Array.from(list, (threshold, c) => {
      if (threshold === -Infinity) return chipSum(low[c], c)
      if (threshold === Infinity) return chipSum(high[c], c) + 1
      return chipSum((threshold - inLevels.first * weightSums[c]) / inLevels.step, c)
    }),
  )
  const min = Math.min(...channels.map((c) => chipSum(low[c], c)))
  const top = Math.max(...channels.map((c) => chipSum(high[c], c)))
  const max = Math.max(top, ...thresholds.map((list) => Math.max(...list)))
  const common = { layer, actPlanes, weights, thresholds, sumRange: { min, max } }
  if (quantiser !== undefined) {
    const outPlanes = codePlanes(quantiser.levels)
    return { ...common, mode: thresholds.length === 1 ? 'BIN' : 'MULTI', outPlanes, readout: undefined }
  }
  const constant = weights.divisor * (2 * inLevels.first + inLevels.step * spread)
  const readout = {
    step: inLevels.step,
    offset: channels.map((c) => constant * weightSums[c] + 0),
    divisor: 2 * weights.divisor,
  }
  return { ...common, mode: 'RAW', outPlanes: signedBits(min, max), readout }
}

/** Negates the weights of the rows whose code falls with the sum. */
function turnRows(layer: Layer, quantiser: LayerQuantiser | undefined): Layer {
  if (quantiser === undefined) return layer
  const inputs = layer.weights.length / layer.output.channels
  const weights = layer.weights.map((weight, i) => quantiser.direction[Math.floor(i / inputs)] * weight)
  return { ...layer, weights }
}
