import { scalar } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import { makeValue, type Value } from '../tensorflow/value.js'
import { TENSOR_TYPE, type TfliteTensor } from './schema.js'

const SIGNED = new Map<number, boolean>([
  [TENSOR_TYPE.int8, true],
  [TENSOR_TYPE.uint8, false],
])

/** Real values rounded to what an 8-bit tensor can hold, halves away from zero. */
export function quantiseTo(
  b: GraphBuilder,
  x: Value,
  name: string,
  { type, quantisation }: TfliteTensor,
): Value {
  const signed = SIGNED.get(type)
  if (signed === undefined || quantisation?.scales.length !== 1) {
    throw new RangeError('its result is not of 8 bits with one scale')
  }
  const { scales, zeroPoints } = quantisation
  const options = Object.entries({ scale: scales[0], zeroPoint: zeroPoints[0] ?? 0, bits: 8 })
  const inputs = options.map(([option, value]) => b.constant(`${name}/${option}`, scalar(value)))
  const attributes = { signed: Number(signed), narrow: 0, rounding_mode: 'HALF_UP' }
  return makeValue(b.node('Quant', name, [x.tensor, ...inputs], attributes), x.shape)
}

/** Bytes of an image as the real values that a `uint8` input stands for. */
export function dequantiseInput(
  b: GraphBuilder,
  x: Value,
  name: string,
  { quantisation }: TfliteTensor,
): Value {
  if (quantisation === undefined) return x
  const { scales, zeroPoints } = quantisation
  const centred = b.node('Sub', `${name}/centred`, [
    x.tensor,
    b.constant(`${name}/zeroPoint`, scalar(zeroPoints[0] ?? 0)),
  ])
  return makeValue(
    b.node('Mul', `${name}/real`, [centred, b.constant(`${name}/scale`, scalar(scales[0]))]),
    x.shape,
  )
}
