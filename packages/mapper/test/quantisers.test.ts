import { expect, test } from 'vitest'
import type { AttributeValue, SourceNode } from '../src/graph/source-graph.js'
import { tensor } from '../src/graph/tensor.js'
import { QUANTISERS } from '../src/operators/quantisers.js'
import { roundHalfEven, roundingFunction } from '../src/operators/rounding.js'

function node(operator: string, attributes: Record<string, AttributeValue> = {}): SourceNode {
  const map = new Map(Object.entries(attributes))
  return { name: '', operator, domain: '', inputs: [], outputs: ['y'], attributes: map }
}

function quantise(
  operator: string,
  x: readonly number[],
  parameters: readonly (number | readonly number[])[],
  attributes: Record<string, AttributeValue> = {},
): number[] {
  const inputs = [tensor(x, [1, x.length]), ...parameters.map((p) => tensor(typeof p === 'number' ? [p] : p))]
  const [y] = QUANTISERS[operator].evaluate(node(operator, attributes), inputs)
  return Array.from(y.data, (value) => value + 0)
}

test('BipolarQuant: zero is +1', () => {
  expect(quantise('BipolarQuant', [-0.1, -0, 0, 0.1], [0.5])).toEqual([-0.5, 0.5, 0.5, 0.5])
})

test('Quant, 2 bits narrow: ternary, ties to even', () => {
  const x = [-9, -0.51, -0.5, 0, 0.5, 0.51, 9]
  expect(quantise('Quant', x, [1, 0, 2], { signed: 1, narrow: 1 })).toEqual([-1, -1, 0, 0, 0, 1, 1])
})

test('Quant: narrow shortens unsigned ranges too', () => {
  expect(quantise('IntQuant', [300], [1, 0, 8], { signed: 0, narrow: 1 })).toEqual([254])
  expect(quantise('IntQuant', [300], [1, 0, 8], { signed: 0, narrow: 0 })).toEqual([255])
  expect(quantise('IntQuant', [-300], [1, 0, 8], { signed: 1, narrow: 0 })).toEqual([-128])
})

test('Quant: one signed bit is bipolar', () => {
  expect(quantise('Quant', [-2, 0, 2], [0.5, 0, 1], { signed: 1, narrow: 0 })).toEqual([-0.5, 0.5, 0.5])
})

test('Quant: clamps before it rounds, and takes the zero point off again', () => {
  expect(quantise('Quant', [-5, 0, 0.9, 50], [0.5, 3, 3], { signed: 0 })).toEqual([-1.5, 0, 1, 2])
})

test('MultiThreshold counts with ≥', () => {
  const attributes = { out_scale: 2, out_bias: -1 }
  expect(quantise('MultiThreshold', [-1, 0, 1], [[0]], attributes)).toEqual([-1, 1, 1])
})

test('MultiThreshold: a list a channel, in either layout', () => {
  const thresholds = tensor([0, 10, 5, 20], [2, 2])
  const first = QUANTISERS.MultiThreshold.evaluate(node('MultiThreshold'), [
    tensor([7, 12, 7, 12], [1, 2, 2]),
    thresholds,
  ])
  expect(Array.from(first[0].data)).toEqual([1, 2, 1, 1])
  const last = QUANTISERS.MultiThreshold.evaluate(node('MultiThreshold', { data_layout: 'NHWC' }), [
    tensor([7, 12, 7, 12], [1, 1, 2, 2]),
    thresholds,
  ])
  expect(Array.from(last[0].data)).toEqual([1, 1, 1, 1])
})

test('Sign(0) is 0 unless told otherwise', () => {
  expect(quantise('Sign', [-2, 0, 2], [])).toEqual([-1, 0, 1])
  expect(quantise('Sign', [-2, 0, 2], [], { signOfZero: 1 })).toEqual([-1, 1, 1])
  expect(quantise('Sign', [-2, 0, 2], [], { signOfZero: -1 })).toEqual([-1, -1, 1])
})

test('the levels are what comes out', () => {
  const attributes = { signed: 1, narrow: 1 }
  const inputs = [undefined, tensor([0.25]), tensor([0]), tensor([3])]
  const levels = QUANTISERS.Quant.levels(node('Quant', attributes), inputs)
  expect(levels).toEqual([-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75].map((x) => x + 0))
})

test('illegal parameters are named', () => {
  expect(() => quantise('Quant', [1], [0, 0, 2])).toThrow(/scale 0/)
  expect(() => quantise('Quant', [1], [1, 0, 2.5])).toThrow(/bit width 2.5/)
  expect(() => quantise('Quant', [1], [1, 0, 2], { rounding_mode: 'NEAREST' })).toThrow(/"NEAREST"/)
})

test('rounding modes', () => {
  const x = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 0.4, -0.6]
  const results = (mode: string) => x.map((value) => roundingFunction(mode)(value) + 0)
  expect(x.map((value) => roundHalfEven(value) + 0)).toEqual([-2, -2, 0, 0, 2, 2, 0, -1])
  expect(results('half_up')).toEqual([-3, -2, -1, 1, 2, 3, 0, -1])
  expect(results('HALF_DOWN')).toEqual([-2, -1, 0, 0, 1, 2, 0, -1])
  expect(results('UP')).toEqual([-3, -2, -1, 1, 2, 3, 1, -1])
  expect(results('DOWN')).toEqual([-2, -1, 0, 0, 1, 2, 0, 0])
  expect(results('FLOOR')).toEqual([-3, -2, -1, 0, 1, 2, 0, -1])
  expect(results('CEIL')).toEqual([-2, -1, 0, 1, 2, 3, 1, 0])
})
