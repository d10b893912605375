import { decodeProgram, encodeProgram, PRESETS } from '@concord/arch'
import { runFast } from '@concord/sim'
import { describe, expect, test } from 'vitest'
import {
  classify,
  compareLayers,
  Execution,
  evaluateNetwork,
  importOnnx,
  interpret,
  layerTable,
  mapNetwork,
  runHead,
  stemShape,
} from '../src/index.js'
import { inputValue } from '../src/network/input-code.js'
import { OnnxBuilder } from './support/onnx-builder.js'
import { randomIntegers } from './support/random-parts.js'

const random = randomIntegers(5)
const reals = (count: number) => Array.from({ length: count }, () => random(-99, 99) / 77)
const signs = (count: number) => Array.from({ length: count }, () => 2 * random(0, 1) - 1)
const norm = (channels: number) => ({
  gamma: reals(channels),
  beta: reals(channels),
  mean: reals(channels),
  variance: reals(channels).map((v) => 1 + v * v),
})

/** A real first layer, a binary one, and what `tail` makes of its sums. */
function hybrid(tail: (b: OnnxBuilder, sums: string) => string, inputShape = [1, 2, 7, 6]) {
  const b = new OnnxBuilder()
  const first = b.node('Conv', ['x', b.float(reals(5 * 2 * 9), [5, 2, 3, 3]), b.float(reals(5))], {
    pads: [1, 1, 1, 1],
  })
  const pooled = b.node('MaxPool', [b.node('Relu', [b.batchNorm(first, norm(5))])], {
    kernel_shape: [2, 2],
    strides: [2, 2],
  })
  const bits = b.bipolar(b.batchNorm(pooled, norm(5)))
  const sums = b.node('Conv', [bits, b.float(signs(6 * 5 * 9), [6, 5, 3, 3])], { pads: [1, 1, 1, 1] })
  return importOnnx(b.build(tail(b, sums), { input: inputShape }))
}

const realDense = (b: OnnxBuilder, sums: string) => {
  const x = b.node('Relu', [b.batchNorm(sums, norm(6))])
  return b.node('MatMul', [b.node('Flatten', [x], { axis: 1 }), b.float(reals(6 * 9 * 4), [54, 4])])
}

const image = Uint8Array.from({ length: 84 }, () => random(0, 255))

describe('parts on the host', () => {
  test('a real first layer is a stem, whose bits enter the chip', () => {
    const network = hybrid(realDense)
    expect(network.stem).toMatchObject({ elements: 84, scale: 'unit', values: [-1, 1] })
    expect(network.stem!.graph.nodes.map(({ operator }) => operator)).toEqual([
      'Conv',
      'Add',
      'BatchNormalization',
      'Relu',
      'MaxPool',
      'BatchNormalization',
      'BipolarQuant',
    ])
    expect(network.input).toMatchObject({
      elements: 84,
      map: { channels: 5, height: 3, width: 3 },
      thresholds: [[1]],
    })
    expect(network.layers).toHaveLength(1)
    expect(compareLayers(network, image)).toMatchObject({ layers: 2, difference: undefined })
  })

  test('real layers at the end are a head on the map of sums', () => {
    const network = hybrid(realDense)
    expect(network).toMatchObject({ classes: 4, head: [{ op: 'graph' }] })
    const { values } = runHead(network.head, evaluateNetwork(network, image).at(-1)!.sums)
    const reference = interpret(
      network.source,
      Array.from(image, (byte) => inputValue('unit', byte)),
    )
    expect(values).toEqual(Array.from(reference.get(network.source.outputs[0])!.data))
  })

  test('a program holds both', () => {
    const network = hybrid(realDense)
    const program = decodeProgram(encodeProgram(mapNetwork(network, PRESETS.nano, { batch: 1 })))
    expect(stemShape(program)).toEqual([2, 7, 6])
    const execution = new Execution(program)
    execution.setInput(0, image)
    for (const { index } of execution.passes) {
      execution.take(index, runFast(program.config, execution.stream(index)).output)
    }
    const { sums } = evaluateNetwork(network, image).at(-1)!
    expect(classify(execution, 0)).toEqual(runHead(network.head, sums))
    expect(() => execution.setInput(0, image.subarray(1))).toThrow(/83 bytes, expected 84/)
  })

  test('the table counts both and says why', () => {
    const rows = layerTable(hybrid(realDense))
    const [first, conv, last] = rows
    expect(first).toMatchObject({ place: 'host', macs: 5 * 42 * 18, bytes: 6, outputShape: [5, 3, 3] })
    expect(first.reason).toMatch(/Conv "[^"]*": its weights are not quantised/)
    expect(conv).toMatchObject({
      place: 'chip',
      geometry: '3×3, pad 1 skipped',
      macs: 6 * 45 * 9,
      reason: '',
    })
    expect(last).toMatchObject({ place: 'host', macs: 54 * 4, bytes: (54 * 7 + 6) >> 3, outputShape: [4] })
    expect(last.reason).toMatch(/MatMul "[^"]*": its weights are not quantised/)
  })

  test('a binary layer behind a part of the host gets its input back', () => {
    const again = (b: OnnxBuilder, sums: string) => {
      const real = b.node('Conv', [b.bipolar(sums), b.float(reals(36), [6, 6, 1, 1])])
      return b.node('Conv', [b.bipolar(real), b.float(signs(36), [6, 6, 1, 1])])
    }
    const network = hybrid(again)
    expect(network.layers).toHaveLength(2)
    expect(network.segments).toMatchObject([{ before: 1, inputs: [{ values: [-1, 1], units: [] }] }])
    expect(network.segments[0].reason).toMatch(/its weights are not quantised/)
    expect(compareLayers(network, image)).toMatchObject({ layers: 4, difference: undefined })
  })
})
