import { intOf } from '../attributes.js'
import type { Operator } from '../operator.js'
import { elementwise, type Value } from '../value.js'

const map = ({ shape, data }: Value, compute: (value: number) => number): Value[] => [
  { shape, data: data.map(compute) },
]

/** Nearest integer; halves go to the even one. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

/** Element by element, and the quantisers of QONNX. */
export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  Add: (_, [x, y]) => [elementwise(x, y, (a, b) => a + b)],
  Sub: (_, [x, y]) => [elementwise(x, y, (a, b) => a - b)],
  Mul: (_, [x, y]) => [elementwise(x, y, (a, b) => a * b)],
  PRelu: (_, [x, slope]) => [elementwise(x, slope, (a, s) => (a < 0 ? a * s : a))],
  Relu: (_, [x]) => map(x, (a) => Math.max(a, 0)),
  Abs: (_, [x]) => map(x, Math.abs),
  Tanh: (_, [x]) => map(x, Math.tanh),
  Sigmoid: (_, [x]) => map(x, (a) => 1 / (1 + Math.exp(-a))),
  Cast: (_, [x]) => [x],
  BipolarQuant: (_, [x, scale]) => [elementwise(x, scale, (a, s) => (a >= 0 ? s : -s))],
  Quant: (node, [x, { data: scale }, { data: zero }, { data: bits }]) => {
    const signed = intOf(node, 'signed', 1)
    const narrow = intOf(node, 'narrow', 0)
    const most = signed ? 2 ** (bits[0] - 1) - 1 : 2 ** bits[0] - 1 - narrow
    const least = signed ? -(2 ** (bits[0] - 1)) + narrow : 0
    return map(x, (a) => {
      const clamped = Math.min(most, Math.max(least, a / scale[0] + zero[0]))
      return (roundHalfEven(clamped) - zero[0]) * scale[0]
    })
  },
}
