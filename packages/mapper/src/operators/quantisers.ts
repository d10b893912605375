import { broadcast } from '../graph/broadcast.js'
import { numberAttribute, type SourceNode, textAttribute } from '../graph/source-graph.js'
import { elementCount, type Tensor } from '../graph/tensor.js'
import { operand, uniformValue } from './operator.js'
import type { Quantiser } from './quantiser.js'
import { roundingFunction } from './rounding.js'
import { trunc } from './trunc.js'

/** Most levels that are counted as quantised. */
const LEVELS_MAX = 2 ** 16

const bipolarQuant: Quantiser = {
  kind: 'quantiser',
  evaluate: (_node, inputs) => {
    const scale = positiveScale(inputs)
    return [broadcast(operand(inputs, 0), scale, (x, s) => (x >= 0 ? 1 : -1) * s)]
  },
  levels: (_node, inputs) => {
    const scale = uniformValue(positiveScale(inputs), 'scale')
    return [-scale, scale]
  },
}

/** IntQuant, called Quant in older files: x / scale + zero point, clamp, round, back. */
const intQuant: Quantiser = {
  kind: 'quantiser',
  evaluate: (node, inputs) => {
    const { min, max, round } = integerRange(node, inputs)
    const scale = positiveScale(inputs)
    const zeroPoint = operand(inputs, 2)
    const scaled = broadcast(operand(inputs, 0), scale, (x, s) => x / s)
    const shifted = broadcast(scaled, zeroPoint, (x, z) => x + z)
    const quantised = { ...shifted, data: shifted.data.map((y) => round(Math.min(Math.max(y, min), max))) }
    const centred = broadcast(quantised, zeroPoint, (q, z) => q - z)
    return [broadcast(centred, scale, (q, s) => q * s)]
  },
  levels: (node, inputs) => {
    const { min, max, bipolar } = integerRange(node, inputs)
    const scale = uniformValue(positiveScale(inputs), 'scale')
    const zeroPoint = uniformValue(operand(inputs, 2), 'zero point')
    const levels: number[] = []
    for (let q = min; q <= max; q += bipolar ? 2 : 1) levels.push((q - zeroPoint) * scale)
    return levels
  },
}

/** out_scale × #{i: x >= T[c, i]} + out_bias. */
const multiThreshold: Quantiser = {
  kind: 'quantiser',
  evaluate: (node, inputs) => {
    const x = operand(inputs, 0)
    const thresholds = operand(inputs, 1)
    const steps = thresholds.shape.at(-1) ?? 1
    const lists = thresholds.data.length / steps
    const channelsLast = x.shape.length > 1 && /^N.*C$/.test(textAttribute(node, 'data_layout', 'NC..'))
    const axis = channelsLast ? x.shape.length - 1 : Math.min(1, x.shape.length - 1)
    const inner = elementCount(x.shape.slice(axis + 1))
    if (lists !== 1 && lists !== x.shape[axis]) {
      throw new RangeError(`${lists} threshold lists for ${x.shape[axis]} channels`)
    }
    const { outScale, outBias } = outputScale(node)
    const data = x.data.map((value, i) => {
      const start = lists === 1 ? 0 : (Math.floor(i / inner) % lists) * steps
      let count = 0
      for (let t = start; t < start + steps; t++) if (value >= thresholds.data[t]) count++
      return count * outScale + outBias
    })
    return [{ shape: x.shape, data }]
  },
  levels: (node, inputs) => {
    const steps = operand(inputs, 1).shape.at(-1) ?? 1
    const { outScale, outBias } = outputScale(node)
    return Array.from({ length: steps + 1 }, (_, count) => count * outScale + outBias).sort((a, b) => a - b)
  },
}

/** ONNX gives sign(0) = 0; the import option `signOfZero` arrives as an attribute. */
const sign: Quantiser = {
  kind: 'quantiser',
  evaluate: (node, inputs) => {
    const zero = numberAttribute(node, 'signOfZero', 0)
    const x = operand(inputs, 0)
    return [{ shape: x.shape, data: x.data.map((value) => Math.sign(value) || zero) }]
  },
  levels: (node) => (numberAttribute(node, 'signOfZero', 0) === 0 ? [-1, 0, 1] : [-1, 1]),
}

/** Operators of the QONNX, FINN and Brevitas domains, and Sign. */
export const QUANTISERS: Readonly<Record<string, Quantiser>> = {
  BipolarQuant: bipolarQuant,
  Quant: intQuant,
  IntQuant: intQuant,
  MultiThreshold: multiThreshold,
  Trunc: trunc,
  Sign: sign,
}

function outputScale(node: SourceNode) {
  return {
    outScale: numberAttribute(node, 'out_scale', 1),
    outBias: numberAttribute(node, 'out_bias', 0),
  }
}

function positiveScale(inputs: readonly (Tensor | undefined)[]): Tensor {
  const scale = operand(inputs, 1)
  const bad = scale.data.find((value) => !(value > 0 && Number.isFinite(value)))
  if (bad !== undefined) throw new RangeError(`scale ${bad} is not a positive number`)
  return scale
}

/** Range of q. One signed bit is bipolar, as in QONNX's own evaluation. */
function integerRange(node: SourceNode, inputs: readonly (Tensor | undefined)[]) {
  const bits = uniformValue(operand(inputs, 3), 'bit width')
  const signed = numberAttribute(node, 'signed', 1) !== 0
  const narrow = numberAttribute(node, 'narrow', 0) !== 0
  if (!Number.isInteger(bits) || bits < 1 || 2 ** bits > LEVELS_MAX) {
    throw new RangeError(`bit width ${bits}; 1 to ${Math.log2(LEVELS_MAX)} whole bits are supported`)
  }
  if (bits === 1 && signed) return { min: -1, max: 1, bipolar: true, round: (y: number) => (y >= 0 ? 1 : -1) }
  const min = signed ? -(2 ** (bits - 1)) + Number(narrow) : 0
  const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1 - Number(narrow)
  return { min, max, bipolar: false, round: roundingFunction(textAttribute(node, 'rounding_mode', 'ROUND')) }
}
