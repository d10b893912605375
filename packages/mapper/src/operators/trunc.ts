import { broadcast } from '../graph/broadcast.js'
import { numberAttribute, type SourceNode, textAttribute } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { operand, uniformValue } from './operator.js'
import type { Quantiser } from './quantiser.js'
import { roundHalfEven, roundingFunction } from './rounding.js'

/** Most levels that are counted as quantised. */
const BITS_MAX = 16

interface Truncation {
  readonly scale: Tensor
  readonly zeroPoint: Tensor
  readonly outScale: Tensor
  readonly outZero: Tensor
  readonly factor: number
  readonly min: number
  readonly max: number
  readonly round: (x: number) => number
}

/**
 * Reads a QONNX Trunc.
 *
 * Version 1 has the inputs x, scale, zero point, input bits, output bits, divides by 2^(input − output bits) and keeps the
 * scale. Version 2 has the inputs x, scale, zero point, input bits, output scale, output bits, divides by the ratio of the
 * scales (a power of two), divides the zero point as well, and clamps to the output's range.
 */
function readTruncation(node: SourceNode, inputs: readonly (Tensor | undefined)[]): Truncation {
  const scale = operand(inputs, 1)
  const zeroPoint = operand(inputs, 2)
  const second = inputs.length > 5
  const outBits = uniformValue(operand(inputs, second ? 5 : 4), 'output bit width')
  if (!Number.isInteger(outBits) || outBits < 1 || outBits > BITS_MAX) {
    throw new RangeError(`output bit width ${outBits}; 1 to ${BITS_MAX} whole bits are supported`)
  }
  const round = roundingFunction(textAttribute(node, 'rounding_mode', 'FLOOR'))
  if (!second) {
    const inBits = uniformValue(operand(inputs, 3), 'input bit width')
    const range = { min: -(2 ** outBits), max: 2 ** outBits }
    return {
      scale,
      zeroPoint,
      outScale: scale,
      outZero: zeroPoint,
      factor: 2 ** (inBits - outBits),
      ...range,
      round,
    }
  }
  const outScale = operand(inputs, 4)
  const factor =
    2 ** Math.round(Math.log2(uniformValue(outScale, 'output scale') / uniformValue(scale, 'scale')))
  const signed = numberAttribute(node, 'signed', 1) !== 0
  const narrow = Number(numberAttribute(node, 'narrow', 0) !== 0)
  const min = signed ? -(2 ** (outBits - 1)) + narrow : 0
  const max = signed ? 2 ** (outBits - 1) - 1 : 2 ** outBits - 1 - narrow
  const outZero = { ...zeroPoint, data: zeroPoint.data.map((z) => z / factor) }
  return { scale, zeroPoint, outScale, outZero, factor, min, max, round }
}

/** Integer division by a power of two: x / scale + zero point, rounded, divided, rounded, back. */
export const trunc: Quantiser = {
  kind: 'quantiser',
  evaluate: (node, inputs) => {
    const { scale, zeroPoint, outScale, outZero, factor, min, max, round } = readTruncation(node, inputs)
    const second = inputs.length > 5
    const scaled = broadcast(operand(inputs, 0), scale, (x, s) => x / s)
    const shifted = broadcast(scaled, zeroPoint, (x, z) => roundHalfEven(x + z) / factor)
    const divided = shifted.data.map((x) => round(second ? Math.min(Math.max(x, min), max) : x))
    const centred = broadcast({ ...shifted, data: divided }, outZero, (q, z) => q - z)
    return [broadcast(centred, outScale, (q, s) => q * s)]
  },
  levels: (node, inputs) => {
    const { outZero, outScale, min, max } = readTruncation(node, inputs)
    const [zero, unit] = [uniformValue(outZero, 'zero point'), uniformValue(outScale, 'output scale')]
    return Array.from({ length: max - min + 1 }, (_, i) => (min + i - zero) * unit)
  },
}
