import { UnsupportedError } from '../errors.js'
import { codeSumRange } from '../network/code-sums.js'
import { WIDE_MAX, WIDE_MIN } from '../network/fixed-point.js'
import { eachWeight, expandGroups } from '../network/groups.js'
import type { Layer, LayerQuantiser } from '../network/layer.js'
import { codePlanes } from '../network/levels.js'
import type { Network } from '../network/network.js'
import type { Scale } from '../network/scale.js'
import { type Complements, inputComplements, storedComplements } from './complement.js'
import type { PlaneLayer, PlaneNetwork } from './plane-network.js'
import { weightPlanes } from './weight-planes.js'

export interface LowerOptions {
  /** Ids of layers whose groups become zeros of one dense layer. @defaultValue none */
  readonly expand?: ReadonlySet<string>
}

/** Splits a network into ±1 planes and moves every constant into thresholds and the readout. */
export function lower(network: Network, { expand }: LowerOptions = {}): PlaneNetwork {
  const complements = storedComplements(network)
  const layers = network.layers.map((layer) =>
    lowerLayer(expand?.has(layer.id) ? expandGroups(layer) : layer, complements),
  )
  return { network, layers }
}

/** Bits of two's complement that hold min..max. */
export function signedBits(min: number, max: number): number {
  return Math.ceil(Math.log2(Math.max(-min, max + 1, 1))) + 1
}

/**
 * With codes of b planes, K = Σ weight × code gives the chip's sum A = q (2K − (2^b − 1) Σ weight + shift), q being
 * the weights' divisor: a code is (Σ 2^j plane_j + 2^b − 1) / 2. Channels that are stored as top − code turn their
 * weights round and shift the sum by 2 (2^b − 1 − top) Σ weight. Taps are skipped only where A has no constant.
 */
function lowerLayer(layer: Layer, complements: ReadonlyMap<string, Complements>): PlaneLayer {
  if (layer.kind === 'wide') return lowerWide(layer, complements.get(layer.id)!)
  const { quantiser, inLevels, output } = layer
  const own = complements.get(layer.id)!
  const turns = own.map((top, c) => (quantiser?.direction[c] ?? 1) * (top < 0 ? 1 : -1))
  const tops = inputComplements(layer, complements)
  const actPlanes = codePlanes(inLevels)
  const spread = 2 ** actPlanes - 1
  const stored = new Int32Array(layer.weights.length)
  const shifts = new Float64Array(output.channels)
  eachWeight(layer, (at, c, i) => {
    const weight = layer.weights[at]
    stored[at] = turns[c] * (tops[i] < 0 ? weight : -weight)
    if (tops[i] >= 0) shifts[c] += 2 * (spread - tops[i]) * weight
  })
  const weights = weightPlanes(stored)
  const q = weights.divisor
  const { low, high, weightSums } = codeSumRange(layer)
  const chipSum = (codeSum: number, c: number) =>
    turns[c] * q * (2 * codeSum - spread * weightSums[c] + shifts[c])
  const [atLow, atHigh] = [low.map(chipSum), high.map(chipSum)]
  const [least, greatest] = [Math.min, Math.max].map((pick) => atLow.map((end, c) => pick(end, atHigh[c])))
  const thresholds = chipThresholds(quantiser, own, (sum, c) => {
    if (sum === -Infinity) return least[c]
    if (sum === Infinity) return greatest[c] + 1
    return chipSum((turns[c] * sum - inLevels.first * weightSums[c]) / inLevels.step, c)
  })
  const min = least.reduce((a, b) => Math.min(a, b))
  const max = [greatest, ...thresholds].reduce((a, list) => Math.max(a, ...list), min)
  const padCodes = layer.padCodes?.map((code, i) => (tops[i] < 0 ? code : tops[i] - code))
  const common = {
    ...{ layer, actPlanes, weights, padCodes, complements: own, thresholds, sumRange: { min, max } },
    ...{ parameters: thresholds, scale: undefined, readout: undefined },
  }
  if (layer.scale !== undefined) {
    // the chip's sum is the centred one times the divisor
    const scale = { ...layer.scale, shift: layer.scale.shift + Math.log2(q) }
    return { ...common, mode: 'SCALE', outPlanes: 0, scale, parameters: scaleParameters(scale) }
  }
  if (quantiser !== undefined) {
    const outPlanes = codePlanes(quantiser.levels)
    return { ...common, mode: thresholds.length === 1 ? 'BIN' : 'MULTI', outPlanes }
  }
  const { first, step } = inLevels
  const constants = weightSums.map((sum, c) => (2 * first + step * spread) * sum - step * shifts[c])
  const readout = { step, offset: Array.from(constants, (value) => q * value + 0), divisor: 2 * q }
  return { ...common, mode: 'RAW', outPlanes: signedBits(min, max), readout }
}

/** A layer that works on wide values: codes of them, other wide values, or what leaves the chip. */
function lowerWide(layer: Layer, own: Complements): PlaneLayer {
  const { quantiser, scale, output } = layer
  const common = {
    ...{
      layer,
      actPlanes: WIDE_BITS,
      weights: weightPlanes(layer.weights),
      padCodes: undefined,
      complements: own,
    },
    ...{
      thresholds: [],
      parameters: [],
      scale,
      sumRange: { min: WIDE_MIN, max: WIDE_MAX },
      readout: undefined,
    },
  }
  if (scale) return { ...common, mode: 'SCALE', outPlanes: 0, parameters: scaleParameters(scale) }
  if (quantiser === undefined) {
    const readout = { step: 1, offset: new Array<number>(output.channels).fill(0), divisor: 1 }
    return { ...common, mode: 'RAW', outPlanes: WIDE_BITS, readout }
  }
  const { pool, name } = layer
  const turned = (turn: number, c: number) => pool !== undefined && turn < 0 !== pool.minimum[c] > 0
  if (quantiser.direction.some(turned)) {
    const reason = 'a negative factor stands between the pooling of a wide map and its quantiser'
    throw new UnsupportedError([{ node: name, reason }])
  }
  const thresholds = chipThresholds(quantiser, own, (value) => Math.max(WIDE_MIN, Math.min(WIDE_MAX, value)))
  const outPlanes = codePlanes(quantiser.levels)
  const mode = thresholds.length === 1 ? 'BIN' : 'MULTI'
  return { ...common, mode, outPlanes, thresholds, parameters: thresholds }
}

/** Parameters of SCALE in the order in which its operations take them. */
function scaleParameters({ multiply, add, slope, offset }: Scale): Int32Array[] {
  return [multiply, add, slope, offset].filter((list) => list !== undefined)
}

/** Bits of a wide value. */
const WIDE_BITS = 16

/**
 * Thresholds on the chip's sums, from those on the source's.
 *
 * A complemented row computes the sum turned once more, and counts the thresholds that the source's does not reach.
 *
 * @param place - the row's sum on the chip from its source's; −Infinity is always reached, Infinity never
 */
function chipThresholds(
  quantiser: LayerQuantiser | undefined,
  complements: Complements,
  place: (sum: number, channel: number) => number,
): Int32Array[] {
  if (quantiser === undefined) return []
  const lists = quantiser.thresholds.map((list) =>
    Int32Array.from(list, (threshold, c) => {
      if (complements[c] < 0) return Math.ceil(place(threshold, c))
      return Math.floor(place(-threshold, c)) + Number(Number.isFinite(threshold))
    }),
  )
  const count = Math.max(lists.length, ...complements)
  const rest = (top: number, c: number) => place(top < 0 ? Infinity : -Infinity, c)
  while (lists.length < count) lists.push(Int32Array.from(complements, rest))
  return lists
}
