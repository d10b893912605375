import { describe, expect, test } from 'vitest'
import {
  compareLayers,
  evaluateAll,
  type ImportOptions,
  importOnnx,
  inputValue,
  interpret,
  layerTable,
  lower,
  type Network,
  runHead,
  UnsupportedError,
} from '../src/index.js'
import { OnnxBuilder } from './support/onnx-builder.js'

/** One bipolar layer of two outputs and whatever `tail` puts behind it, then a last layer. */
function hidden(
  tail: (b: OnnxBuilder, sums: string) => string,
  options: ImportOptions & { inputs?: number } = {},
) {
  const { inputs = 4 } = options
  const b = new OnnxBuilder()
  const weights = Array.from({ length: 2 * inputs }, () => 1)
  const sums = b.node('MatMul', [b.bipolarInput(), b.float(weights, [inputs, 2])])
  const last = b.node('MatMul', [tail(b, sums), b.float([1, -1, 1, 1], [2, 2])])
  return importOnnx(b.build(last, { input: [1, inputs] }), options)
}

const norm = (gamma: number[], extra: Partial<Record<'beta' | 'mean' | 'variance', number[]>> = {}) => ({
  gamma,
  beta: [0, 0],
  mean: [0, 0],
  variance: [1, 1],
  ...extra,
})

describe('batch normalisation and sign', () => {
  test('a threshold between two sums', () => {
    const network = hidden((b, x) => b.bipolar(b.batchNorm(x, norm([2, 1], { mean: [1, -1.5] }))))
    const { quantiser } = network.layers[0]
    expect(quantiser!.thresholds.map((list) => Array.from(list))).toEqual([[2, 0]])
    expect(Array.from(quantiser!.direction)).toEqual([1, 1])
    expect(quantiser!.margin).toBeCloseTo(0.5, 9)
  })

  test('an exact tie is +1, and counted', () => {
    const { quantiser } = hidden((b, x) => b.bipolar(b.batchNorm(x, norm([1, 1], { mean: [2, 0] }))))
      .layers[0]
    expect(Array.from(quantiser!.thresholds[0])).toEqual([2, 0])
    expect(quantiser).toMatchObject({ margin: 0, ties: 2 })
  })

  test('negative gamma turns the row: −s ≥ −mean', () => {
    const network = hidden((b, x) => b.bipolar(b.batchNorm(x, norm([-1, 1], { mean: [2, 2] }))))
    const { quantiser } = network.layers[0]
    expect(Array.from(quantiser!.direction)).toEqual([-1, 1])
    expect(Array.from(quantiser!.thresholds[0])).toEqual([-2, 2])
    const { weights } = lower(network).layers[0]
    expect(Array.from(weights.bits[0])).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
  })

  test('gamma = 0 is always or never', () => {
    const network = hidden((b, x) => b.bipolar(b.batchNorm(x, norm([0, 0], { beta: [0, -1] }))))
    expect(Array.from(network.layers[0].quantiser!.thresholds[0])).toEqual([-Infinity, Infinity])
    const { thresholds } = lower(network).layers[0]
    expect(Array.from(thresholds[0])).toEqual([-4, 5])
  })

  test('epsilon is the one of the file', () => {
    const withEpsilon = (epsilon: number) =>
      hidden((b, x) => b.bipolar(b.batchNorm(x, norm([1, 1], { beta: [-1.5, -1.5] }), epsilon)))
    expect(withEpsilon(0).layers[0].quantiser!.thresholds[0][0]).toBe(2)
    expect(withEpsilon(3).layers[0].quantiser!.thresholds[0][0]).toBe(4)
  })

  test('the reachable sums have the parity of the inputs', () => {
    const odd = hidden((b, x) => b.bipolar(x), { inputs: 3 })
    expect(Array.from(odd.layers[0].quantiser!.thresholds[0])).toEqual([1, 1])
    const even = hidden((b, x) => b.bipolar(x), { inputs: 4 })
    expect(Array.from(even.layers[0].quantiser!.thresholds[0])).toEqual([0, 0])
  })
})

describe('Sign', () => {
  test('ONNX: sign(0) = 0 makes three levels where 0 can be reached', () => {
    const { quantiser } = hidden((b, x) => b.node('Sign', [x])).layers[0]
    expect(quantiser!.levels).toMatchObject({ first: -1, step: 1, count: 3 })
    expect(quantiser!.ties).toBeGreaterThan(0)
  })

  test('and two where it cannot', () => {
    const { quantiser } = hidden((b, x) => b.node('Sign', [x]), { inputs: 3 }).layers[0]
    expect(quantiser!.levels).toMatchObject({ first: -1, step: 2, count: 2 })
  })

  test('the option says otherwise', () => {
    const plus = hidden((b, x) => b.node('Sign', [x]), { signOfZero: 1 }).layers[0].quantiser!
    const minus = hidden((b, x) => b.node('Sign', [x]), { signOfZero: -1 }).layers[0].quantiser!
    expect(Array.from(plus.thresholds[0])).toEqual([0, 0])
    expect(Array.from(minus.thresholds[0])).toEqual([2, 2])
  })
})

describe('nodes between the layers', () => {
  test('Relu and Clip in front of a quantiser fold', () => {
    const clip = hidden((b, x) => b.bipolar(b.node('Clip', [x, b.scalar(-1), b.scalar(1)])))
    expect(Array.from(clip.layers[0].quantiser!.thresholds[0])).toEqual([0, 0])
    const relu = hidden((b, x) => b.quant(b.node('Relu', [x]), 2, { signed: 0 }))
    expect(relu.layers[0].quantiser!.thresholds.map((list) => list[0])).toEqual([2, 2, 4])
  })

  test('Relu alone goes to the host with the layer behind it: its result is not quantised', () => {
    const network = hidden((b, x) => b.node('Relu', [x]))
    expect(network.layers).toHaveLength(1)
    const [step] = network.head
    if (step.op !== 'graph') throw new Error('it is no piece of the graph')
    expect(step.graph.nodes.map(({ operator }) => operator)).toEqual(['Relu', 'MatMul'])
    expect(step.reason).toMatch(/without a quantiser between them/)
  })

  test('a scale behind the quantiser goes to the next layer', () => {
    const network = hidden((b, x) => b.node('Mul', [b.bipolar(x), b.scalar(-0.25)]))
    expect(network.layers[1].inLevels).toEqual({ unit: 0.25, first: -1, step: 2, count: 2 })
    expect(network.layers[0].quantiser!.direction[0]).toBe(-1)
    expect(network.head).toEqual([{ op: 'multiply', values: [0.25, 0.25] }])
  })

  test('different scales behind it share a grid, or the layer goes to the host', () => {
    const scaled = (scales: number[]) => hidden((b, x) => b.node('Mul', [b.bipolar(x), b.float(scales)]))
    const { levels, thresholds } = scaled([1, 2]).layers[0].quantiser!
    expect(levels).toEqual({ unit: 1, first: -2, step: 1, count: 5 })
    expect(thresholds.map((list) => Array.from(list))).toEqual([
      [-Infinity, 0],
      [0, 0],
      [0, 0],
      [Infinity, 0],
    ])
    expect(layerTable(scaled([1, 2.3])).at(-1)).toMatchObject({
      operator: 'BipolarQuant, Mul, MatMul',
      reason: expect.stringMatching(/not quantised to equally spaced levels/),
    })
  })

  test('a permutation of channels moves the next weights', () => {
    const b = new OnnxBuilder()
    const sums = b.node('MatMul', [b.bipolarInput(), b.float([1, 1, 1, -1, -1, 1], [1, 6])])
    const grid = b.node('Reshape', [b.bipolar(sums), b.constant(7, [3], { int64Data: [1, 2, 3] })])
    const turned = b.node('Flatten', [b.node('Transpose', [grid], { perm: [0, 2, 1] })], { axis: 1 })
    const y = b.node('MatMul', [turned, b.float([1, 1, 1, 1, -1, -1], [6, 1])])
    const network = importOnnx(b.build(y, { input: [1, 1] }))
    // position 0..5 of the turned map holds channel 0, 3, 1, 4, 2, 5
    expect(Array.from(network.layers[1].weights)).toEqual([1, 1, -1, 1, 1, -1])
  })
})

describe('weights', () => {
  const single = (make: (b: OnnxBuilder) => string) => {
    const b = new OnnxBuilder()
    return importOnnx(b.build(b.node('MatMul', [b.bipolarInput(), make(b)]), { input: [1, 2] })).layers[0]
  }

  test('latent ones go through their quantiser', () => {
    expect(Array.from(single((b) => b.bipolar(b.float([0.3, -0.7, 0, -0.1], [2, 2]))).weights)).toEqual([
      1, 1, -1, -1,
    ])
  })

  test('alpha a channel is a unit a channel', () => {
    const layer = single((b) =>
      b.node('Mul', [b.bipolar(b.float([1, 1, -1, 1], [2, 2])), b.float([0.5, 3], [1, 2])]),
    )
    expect(Array.from(layer.weightUnits)).toEqual([0.5, 3])
    expect(Array.from(layer.weights)).toEqual([1, -1, 1, 1])
  })

  test('stored with their magnitude', () => {
    const layer = single((b) => b.float([0.2, -3, -0.2, 3], [2, 2]))
    expect(Array.from(layer.weightUnits)).toEqual([Math.fround(0.2), 3])
  })

  test('scales that are no powers of two keep their integers', () => {
    const layer = single((b) => b.quant(b.float([0.3, -0.1, 0.2, 0], [2, 2]), 3, { scale: 0.1 }))
    expect(Array.from(layer.weights)).toEqual([3, 2, -1, 0])
  })

  test('a common factor goes to the unit', () => {
    const layer = single((b) => b.float([2, -2, -2, 2], [2, 2]))
    expect(Array.from(layer.weightUnits)).toEqual([2, 2])
    expect(lower(importOnnxOf([2, -2, -2, 2])).layers[0].weights.exponents).toEqual([0])
  })

  test('real ones are refused', () => {
    expect(() => single((b) => b.float([0.25, -3, -0.2, 3], [2, 2]))).toThrow(/not quantised/)
  })

  function importOnnxOf(values: number[]) {
    const b = new OnnxBuilder()
    return importOnnx(
      b.build(b.node('MatMul', [b.bipolarInput(), b.float(values, [2, 2])]), { input: [1, 2] }),
    )
  }
})

describe('input', () => {
  const withInput = (
    make: (b: OnnxBuilder) => string,
    options: ImportOptions & { inputType?: number } = {},
  ) => {
    const b = new OnnxBuilder()
    const y = b.node('MatMul', [make(b), b.float([1, -1, 1, 1], [4, 1])])
    return importOnnx(b.build(y, { inputType: options.inputType ?? 1 }), options).input
  }

  test('2x − 1 ≥ 0 is byte ≥ 128', () => {
    const input = withInput((b) => b.bipolar(b.node('Sub', [b.node('Mul', ['x', b.scalar(2)]), b.scalar(1)])))
    expect(input).toMatchObject({ scale: 'unit', thresholds: [[128]], codes: [0, 1] })
  })

  test('a graph that divides by 255 takes bytes', () => {
    const divided = (b: OnnxBuilder) =>
      b.bipolar(b.node('Sub', [b.node('Div', ['x', b.scalar(255)]), b.scalar(0.5)]))
    expect(withInput(divided)).toMatchObject({ scale: 'raw', thresholds: [[128]] })
    const scaled = (b: OnnxBuilder) =>
      b.bipolar(b.node('Sub', [b.node('Mul', ['x', b.scalar(1 / 255)]), b.scalar(0.5)]))
    expect(withInput(scaled).scale).toBe('raw')
    expect(() => withInput(divided, { inputScale: 'unit' })).toThrow(/does not depend on the image/)
  })

  test('an input of integers takes bytes as they are: 8 planes', () => {
    const input = withInput(() => 'x', { inputType: 2 })
    expect(input.scale).toBe('raw')
    expect(input.levels).toEqual({ unit: 1, first: 0, step: 1, count: 256 })
  })

  test('a falling function complements the codes', () => {
    const input = withInput((b) => b.bipolar(b.node('Sub', [b.scalar(0.5), 'x'])))
    expect(input).toMatchObject({ thresholds: [[128]], codes: [1, 0] })
  })

  test('a threshold an element', () => {
    const input = withInput((b) => b.bipolar(b.node('Sub', ['x', b.float([0, 0.25, 0.5, 2], [1, 4])])))
    expect(input.thresholds).toEqual([[0], [64], [128], [256]])
  })

  test('bytes / 255 without a quantiser are 8 planes', () => {
    const { levels, codes } = withInput(() => 'x')
    expect(levels).toMatchObject({ first: 0, step: 1, count: 256 })
    expect(levels.unit).toBeCloseTo(1 / 255, 9)
    expect(codes).toEqual(Array.from({ length: 256 }, (_, code) => code))
  })

  test('one that is scaled otherwise in each element is refused', () => {
    const scaled = (b: OnnxBuilder) => b.node('Mul', ['x', b.float([1, 2, 3, 4.5], [1, 4])])
    expect(() => withInput(scaled)).toThrow(/not quantised to equally spaced levels/)
  })
})

describe('head', () => {
  const withHead = (make: (b: OnnxBuilder, sums: string) => string) => {
    const b = new OnnxBuilder()
    const sums = b.node('MatMul', [b.bipolarInput(), b.float([1, -1, 1, 1, 1, 1, -1, -1], [4, 2])])
    return importOnnx(b.build(make(b, sums))).head
  }

  test('an affine in the order of the source', () => {
    const head = withHead((b, x) => b.node('Sub', [b.float([1, 2]), b.node('Div', [x, b.scalar(4)])]))
    expect(head).toEqual([
      { op: 'divide', values: [4] },
      { op: 'subtractFrom', values: [1, 2] },
    ])
  })

  test('Softmax and ArgMax stay on the host', () => {
    expect(withHead((b, x) => b.node('ArgMax', [b.node('Softmax', [x])], { axis: -1 }))).toEqual([
      { op: 'softmax' },
      { op: 'top', count: 1 },
    ])
  })

  test('anything else runs on the host as the source has it', () => {
    const [step] = withHead((b, x) => b.bipolar(x))
    expect(step).toMatchObject({
      op: 'graph',
      units: [1, 1],
      graph: { nodes: [{ operator: 'BipolarQuant' }] },
    })
    expect(runHead([step], [-3, 2]).values).toEqual([-1, 1])
  })

  test('a layer of real weights, and what follows it', () => {
    const head = withHead((b, x) =>
      b.node('ArgMax', [b.node('MatMul', [b.node('Relu', [x]), b.float([0.5, 2, 1, -3, 1, 4], [2, 3])])], {
        axis: 1,
      }),
    )
    expect(head).toMatchObject([{ op: 'graph' }, { op: 'top', count: 1 }])
    expect(runHead(JSON.parse(JSON.stringify(head)), [2, -4])).toEqual({ values: [1, 4, 2], label: 1 })
  })
})

describe('unsupported nodes', () => {
  test('one error names every node, its operator and the reason', () => {
    const b = new OnnxBuilder()
    const conv = b.node('Blur', ['x'])
    const y = b.node('Frobnicate', [conv], {}, 'my.domain')
    const error = (() => {
      try {
        return importOnnx(b.build(y, { input: [1, 1, 2, 2] }))
      } catch (caught) {
        return caught
      }
    })() as UnsupportedError
    expect(error).toBeInstanceOf(UnsupportedError)
    expect(error.nodes).toEqual([
      { node: `Blur "Blur_${conv}"`, reason: 'unknown operator' },
      { node: `Frobnicate "Frobnicate_${y}"`, reason: 'unknown operator domain "my.domain"' },
    ])
    expect(error.message).toMatch(/2 unsupported nodes\n {2}where: Blur .*, Frobnicate/)
  })

  test('branches and joins', () => {
    const b = new OnnxBuilder()
    const a = b.bipolarInput()
    const sums = b.node('MatMul', [a, b.float([1, -1, 1, 1], [4, 1])])
    const both = importOnnx(b.build(b.node('Add', [sums, a])))
    for (const image of [Uint8Array.of(0, 200, 255, 3), Uint8Array.of(255, 0, 0, 255)]) {
      const reference = interpret(
        both.source,
        Array.from(image, (byte) => inputValue('unit', byte)),
      )
      const expected = Array.from(reference.get(both.source.outputs[0])!.data)
      expect(evaluateAll(both, image).scores.values).toEqual(expected)
    }
    const c = new OnnxBuilder()
    const twice = c.node('Mul', ['x', 'x'])
    expect(() => importOnnx(c.build(twice))).toThrow(/joins two computed tensors/)
  })

  test('a shortcut of quantised maps is a layer that adds them', () => {
    const b = new OnnxBuilder()
    const x = b.bipolarInput()
    const map = b.node('Reshape', [x, b.constant(7, [4], { int64Data: [1, 2, 1, 2] })])
    const one = b.bipolar(b.node('Conv', [map, b.float([1, 1, 1, -1], [2, 2, 1, 1])]))
    const two = b.bipolar(b.node('Conv', [one, b.float([-1, 1, 1, 1], [2, 2, 1, 1])]))
    const flat = b.node('Flatten', [b.node('Add', [two, one])], { axis: 1 })
    const network = importOnnx(b.build(b.node('MatMul', [flat, b.float([1, 1, -1, 1], [4, 1])])))
    expect(network.layers.map(({ inputs }) => inputs.length)).toEqual([1, 1, 2, 1])
    expect(Array.from(network.layers[2].weights)).toEqual([1, 0, 1, 0, 0, 1, 0, 1])
    expect(network.layers[2].quantiser!.levels).toMatchObject({ first: -1, step: 1, count: 3, unit: 2 })
    const image = Uint8Array.of(0, 200, 255, 3)
    expect(compareLayers(network, image)).toMatchObject({ layers: 5, difference: undefined })
  })

  test('operators that are not monotone', () => {
    const reasonOf = (network: Network) => network.segments.map(({ reason }) => reason).join()
    expect(reasonOf(hidden((b, x) => b.bipolar(b.node('Div', [b.scalar(1), x]))))).toMatch(
      /operand 1 is computed/,
    )
    expect(reasonOf(hidden((b, x) => b.bipolar(b.node('Pow', [x, b.scalar(2)]))))).toMatch(
      /no function of each element/,
    )
  })

  test('shapes that do not fit name the node', () => {
    const b = new OnnxBuilder()
    const y = b.node('MatMul', [b.bipolarInput(), b.float([1, 1, 1], [3, 1])])
    expect(() => importOnnx(b.build(y))).toThrow(/MatMul "MatMul_t\d+"[\s\S]*product of 1×4 and 3×1/)
  })
})

test('shape arithmetic of real exports folds away', () => {
  const b = new OnnxBuilder()
  const first = b.node('Gather', [b.node('Shape', ['x']), b.constant(7, [], { int64Data: [0] })], { axis: 0 })
  const batch = b.node('Unsqueeze', [first], { axes: [0] })
  const shape = b.node('Concat', [batch, b.constant(7, [1], { int64Data: [-1] })], { axis: 0 })
  const flat = b.node('Reshape', ['x', shape])
  const centred = b.node('Sub', [flat, b.scalar(0.5)])
  const q = b.node('BipolarQuant', [centred, b.scalar(1)], {}, 'onnx.brevitas')
  const y = b.node('MatMul', [q, b.float([1, -1, 1, 1], [4, 1])])
  const network = importOnnx(b.build(y, { input: [0, 1, 2, 2] }))
  expect(network.layers[0].input.channels).toBe(4)
})
