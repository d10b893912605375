import fc from 'fast-check'
import { OnnxBuilder } from './onnx-builder.js'
import { ACTIVATIONS, randomActivation, randomIntegers, randomWeights, WEIGHTS } from './random-parts.js'

const INPUTS = ['bipolar', 'ternary', 'unsigned2', 'perChannel', 'raw', 'channelsLast'] as const
const PADDINGS = ['none', 'zero', 'uneven', 'same', 'plus', 'minus'] as const
const POOLS = ['none', 'behind', 'inFront', 'overlapping', 'padded', 'average'] as const
const JOINS = ['none', 'branch', 'skip', 'add', 'subtract'] as const
const TAILS = ['dense', 'denseLast', 'convolution', 'global', 'norm'] as const

const small = (max: number) => fc.integer({ min: 1, max })

const layer = fc.record({
  outputs: small(6),
  kernel: fc.tuple(small(3), small(3)),
  stride: fc.tuple(small(2), small(2)),
  dilation: small(2),
  padding: fc.constantFrom(...PADDINGS),
  grouped: fc.boolean(),
  bias: fc.boolean(),
  weights: fc.constantFrom(...WEIGHTS),
  norm: fc.boolean(),
  pool: fc.constantFrom(...POOLS),
  activation: fc.constantFrom(...ACTIVATIONS),
  join: fc.constantFrom(...JOINS),
  clip: fc.boolean(),
})

/** A small convolutional network, as choices. */
export const convChoice = fc.record({
  input: fc.constantFrom(...INPUTS),
  channels: small(4),
  height: fc.integer({ min: 3, max: 8 }),
  width: fc.integer({ min: 3, max: 8 }),
  line: fc.boolean(),
  seed: fc.nat(),
  layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
  tail: fc.constantFrom(...TAILS),
  classes: small(5),
})

export type ConvChoice = typeof convChoice extends fc.Arbitrary<infer T> ? T : never
type LayerChoice = ConvChoice['layers'][number]

/** A tensor of the network, and its sizes. */
interface Map {
  readonly tensor: string
  readonly channels: number
  readonly area: readonly number[]
}

/** Bytes of one input of a choice. */
export function inputBytes({ channels, height, width, line }: ConvChoice): number {
  return channels * (line ? 1 : height) * width
}

/** Builds the ONNX file of a choice. Every scale is a power of two, so the reference is exact. */
export function buildConvNetwork(choice: ConvChoice): Uint8Array {
  return new ConvNetwork(choice).build()
}

class ConvNetwork {
  readonly b = new OnnxBuilder()
  readonly random: (min: number, max: number) => number

  constructor(readonly choice: ConvChoice) {
    this.random = randomIntegers(choice.seed)
  }

  build(): Uint8Array {
    const { choice, b } = this
    const { channels, tail, input } = choice
    const area = choice.line ? [choice.width] : [choice.height, choice.width]
    let map: Map = { tensor: this.#input(area), channels, area }
    for (const layer of choice.layers) map = this.#layer(map, layer)
    const y = this.#tail(map, tail)
    const shape = input === 'channelsLast' ? [1, ...area, channels] : [1, channels, ...area]
    return b.build(y, { input: shape, inputType: input === 'raw' ? 2 : 1 })
  }

  #list(count: number, min: number, max: number, scale = 1): number[] {
    return Array.from({ length: count }, () => this.random(min, max) * scale)
  }

  #input(area: readonly number[]): string {
    const { b, choice } = this
    if (choice.input === 'raw') return 'x'
    const first =
      choice.input === 'channelsLast'
        ? b.node('Transpose', ['x'], { perm: area.length === 2 ? [0, 3, 1, 2] : [0, 2, 1] })
        : 'x'
    const x = b.node('Sub', [b.node('Mul', [first, b.scalar(2)]), b.scalar(1)])
    if (choice.input === 'ternary') return b.quant(x, 2, { narrow: 1 })
    if (choice.input === 'unsigned2') return b.quant(x, 2, { signed: 0, scale: 0.25 })
    if (choice.input !== 'perChannel') return b.bipolar(x)
    const shifts = b.float(this.#list(choice.channels, -3, 3, 0.25), [choice.channels, ...area.map(() => 1)])
    return b.bipolar(b.node('Add', [x, shifts]))
  }

  #layer(from: Map, layer: LayerChoice): Map {
    const { b } = this
    const sums = this.#conv(from, layer, layer.outputs)
    const own = this.#behind(sums, layer)
    if (layer.join === 'branch') {
      const other = this.#behind(this.#conv(from, layer, layer.outputs + 1), layer)
      return this.#join(own, other)
    }
    if (layer.join === 'add' || layer.join === 'subtract') {
      const other = this.#behind(this.#conv(from, layer, layer.outputs), layer)
      return { ...own, tensor: b.node(layer.join === 'add' ? 'Add' : 'Sub', [own.tensor, other.tensor]) }
    }
    const sameArea = own.area.join() === from.area.join()
    if (layer.join === 'skip' && sameArea && layer.activation === 'bipolar' && from.tensor !== 'x')
      return this.#join(own, from)
    return layer.clip ? { ...own, tensor: b.node('Clip', [own.tensor, b.scalar(-1), b.scalar(64)]) } : own
  }

  #join(a: Map, c: Map): Map {
    const tensor = this.b.node('Concat', [a.tensor, c.tensor], { axis: 1 })
    return { tensor, channels: a.channels + c.channels, area: a.area }
  }

  /** Padding, convolution, bias. */
  #conv(from: Map, layer: LayerChoice, outputs: number): Map {
    const { b } = this
    const rank = from.area.length
    const kernel = layer.kernel.slice(-rank).map((k, i) => Math.min(k, from.area[i]))
    const dilation = kernel.every((k, i) => (k - 1) * layer.dilation < from.area[i]) ? layer.dilation : 1
    const strides = layer.stride.slice(-rank)
    const groups = layer.grouped && outputs % from.channels === 0 ? from.channels : 1
    const [before, after] = this.#pads(layer.padding, rank)
    let { tensor } = from
    const explicit = layer.padding === 'plus' || layer.padding === 'minus'
    if (explicit) {
      const pads = b.constant(7, [2 * (rank + 2)], { int64Data: [0, 0, ...before, 0, 0, ...after] })
      tensor = b.node('Pad', [tensor, pads, b.scalar(layer.padding === 'plus' ? 1 : -1)])
    }
    const same = layer.padding === 'same'
    const attributes = {
      strides,
      dilations: same ? kernel.map(() => 1) : kernel.map(() => dilation),
      group: groups,
      ...(same
        ? { auto_pad: this.random(0, 1) === 1 ? 'SAME_UPPER' : 'SAME_LOWER' }
        : explicit
          ? {}
          : { pads: [...before, ...after] }),
    }
    const weights = randomWeights(
      b,
      this.random,
      layer.weights,
      [outputs, from.channels / groups, ...kernel],
      0,
    )
    const bias = layer.bias ? [b.float(this.#list(outputs, -3, 3, 0.5))] : []
    const area = from.area.map((size, i) => {
      if (same) return Math.ceil(size / strides[i])
      const reach = (kernel[i] - 1) * dilation + 1
      return Math.floor((size + before[i] + after[i] - reach) / strides[i]) + 1
    })
    return { tensor: b.node('Conv', [tensor, weights, ...bias], attributes), channels: outputs, area }
  }

  #pads(padding: LayerChoice['padding'], rank: number): [number[], number[]] {
    if (padding === 'none' || padding === 'same') return [new Array(rank).fill(0), new Array(rank).fill(0)]
    if (padding === 'uneven') return [[0, 2].slice(0, rank), [1, 0].slice(0, rank)]
    return [new Array(rank).fill(1), new Array(rank).fill(1)]
  }

  /** Norm, pool and activation behind a convolution. */
  #behind(sums: Map, layer: LayerChoice): Map {
    const { b } = this
    let map = sums
    const norm = () => {
      if (!layer.norm) return
      const [gamma, beta, mean] = [3, 4, 6].map((range) => this.#list(map.channels, -range, range, 0.5))
      const variance = this.#list(map.channels, 1, 40)
      map = { ...map, tensor: b.batchNorm(map.tensor, { gamma, beta, mean, variance }) }
    }
    const activate = () => {
      map = { ...map, tensor: randomActivation(b, this.random, layer.activation, map.tensor, map.channels) }
    }
    const inFront = layer.pool === 'inFront' || layer.pool === 'padded'
    if (inFront) map = this.#pool(map, layer.pool)
    norm()
    activate()
    if (layer.pool === 'average') {
      map = this.#pool(map, 'average')
      norm()
      activate()
    } else if (!inFront) map = this.#pool(map, layer.pool)
    return map
  }

  #pool(map: Map, kind: LayerChoice['pool']): Map {
    if (kind === 'none') return map
    const kernel = map.area.map((size) => Math.min(kind === 'overlapping' || kind === 'padded' ? 3 : 2, size))
    const strides = kernel.map((size) =>
      Math.max(1, kind === 'overlapping' ? size - 1 : kind === 'padded' ? 2 : size),
    )
    const pad = kind === 'padded' && kernel.every((size) => size === 3) ? 1 : 0
    const pads = new Array<number>(2 * kernel.length).fill(pad)
    const area = map.area.map((size, i) => Math.floor((size + 2 * pad - kernel[i]) / strides[i]) + 1)
    const operator = kind === 'average' ? 'AveragePool' : 'MaxPool'
    return {
      ...map,
      tensor: this.b.node(operator, [map.tensor], { kernel_shape: kernel, strides, pads }),
      area,
    }
  }

  #tail(map: Map, tail: ConvChoice['tail']): string {
    const { b, choice } = this
    const { classes } = choice
    const elements = map.channels * map.area.reduce((x, y) => x * y, 1)
    const matrix = (inputs: number) => randomWeights(b, this.random, 'bipolar', [inputs, classes], 1)
    if (tail === 'convolution') {
      const kernel = map.area.map(() => 1)
      const sums = b.node('Conv', [
        map.tensor,
        randomWeights(b, this.random, 'bipolar', [classes, map.channels, ...kernel], 0),
      ])
      return b.node('Flatten', [b.node('GlobalAveragePool', [sums])], { axis: 1 })
    }
    if (tail === 'global') {
      const mean = b.node('Flatten', [b.node('GlobalAveragePool', [map.tensor])], { axis: 1 })
      return b.node('MatMul', [
        mean,
        b.float(this.#list(map.channels * classes, -9, 9, 0.3), [map.channels, classes]),
      ])
    }
    const last = map.area.length === 2 ? [0, 2, 3, 1] : [0, 2, 1]
    const laid = tail === 'denseLast' ? b.node('Transpose', [map.tensor], { perm: last }) : map.tensor
    const sums = b.node('MatMul', [b.node('Flatten', [laid], { axis: 1 }), matrix(elements)])
    if (tail !== 'norm') return sums
    const [gamma, beta, mean] = [0, 1, 2].map(() => this.#list(classes, -9, 9, 0.5))
    return b.batchNorm(sums, { gamma, beta, mean, variance: this.#list(classes, 1, 50) })
  }
}
