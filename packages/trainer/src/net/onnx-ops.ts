import { BATCH_NORM_EPSILON } from '../mlp.js'
import { floatAttribute, type GraphBuilder, intAttribute, intsAttribute } from '../onnx/graph-builder.js'
import type { OnnxAttribute } from '../onnx/model.js'
import { convAttributes, poolAttributes } from './onnx-geometry.js'
import { inParts, type OnnxValue, partName, partOf, WHOLE } from './onnx-parts.js'
import { addQuant, addWeights, convOrder, denseOrder, type WeightOrder } from './onnx-weights.js'
import type { ConvOptions, DenseOptions, NetOps } from './ops.js'
import { type Parameters, parameterOf } from './parameters.js'
import { scaledQuantiser, type WeightQuantiser, type WeightScale } from './weight-quantiser.js'

/** Bits and step of a pixel's code. */
const PIXEL = { bits: 8, step: 1 / 255 } as const

/** Writes a definition as ONNX nodes; a layer that is used several times has its weights once. */
export class OnnxOps implements NetOps<OnnxValue> {
  readonly #graph: GraphBuilder
  readonly #parameters: Parameters
  readonly #weightScale: WeightScale | 'own'
  readonly #weights = new Map<string, string>()
  #count = 0

  /** @param weightScale - of all sign weights in place of the family's own */
  constructor(graph: GraphBuilder, parameters: Parameters, weightScale: WeightScale | 'own') {
    this.#graph = graph
    this.#parameters = parameters
    this.#weightScale = weightScale
  }

  pixels(x: OnnxValue): OnnxValue {
    return this.#quant(x, PIXEL.bits, PIXEL.step)
  }

  pixelSigns(x: OnnxValue): OnnxValue {
    const doubled = this.#node('Mul', [x, this.#scalar('two', 2)])
    const centred = this.#node('Sub', [doubled, this.#scalar('one', 1)])
    return this.sign(centred)
  }

  conv(x: OnnxValue, name: string, options: ConvOptions): OnnxValue {
    const { outputs, kernel, stride = 1, pad = 0, depthwise = false, weights, bias = false } = options
    const weight = this.#weight(name, weights, convOrder(kernel, outputs))
    const attributes = convAttributes({ kernel, stride, pad }, depthwise ? outputs : 1)
    return this.#node('Conv', [x, weight, ...this.#bias(name, bias)], attributes)
  }

  dense(x: OnnxValue, name: string, { outputs, parts = 1, weights, bias = false }: DenseOptions): OnnxValue {
    if (parts > 1) {
      const layers = Array.from({ length: parts }, (_, index) => {
        const part = { index, count: parts }
        return this.#node('MatMul', [x, this.#weight(name, weights, denseOrder(outputs), true, part)])
      })
      return { name, rank: 2, parts: layers }
    }
    const order = denseOrder(outputs)
    if (bias) {
      const weight = this.#weight(name, weights, order)
      return this.#node('Gemm', [x, weight, ...this.#bias(name, bias)], [intAttribute('transB', 1)])
    }
    return this.#node('MatMul', [x, this.#weight(name, weights, order, true)])
  }

  batchNorm(x: OnnxValue, name: string): OnnxValue {
    const factors = ['gamma', 'beta', 'mean', 'variance'].map((part) => this.#channels(`${name}.${part}`, 2))
    return this.#node('BatchNormalization', [x, ...factors], [floatAttribute('epsilon', BATCH_NORM_EPSILON)])
  }

  sign(x: OnnxValue): OnnxValue {
    return this.#node('BipolarQuant', [x, this.#scalar('one', 1)])
  }

  quantise(x: OnnxValue, bits: number, step: number): OnnxValue {
    return this.#quant(x, bits, step)
  }

  relu(x: OnnxValue): OnnxValue {
    return this.#node('Relu', [x])
  }

  prelu(x: OnnxValue, name: string): OnnxValue {
    return this.#node('PRelu', [x, this.#channels(`${name}.slope`, x.rank)])
  }

  shift(x: OnnxValue, name: string): OnnxValue {
    return inParts(x, (own, part) => this.#node('Add', [own, this.#channels(`${name}.shift`, x.rank, part)]))
  }

  gain(x: OnnxValue, name: string): OnnxValue {
    return inParts(x, (own, part) => this.#node('Mul', [own, this.#channels(`${name}.gain`, x.rank, part)]))
  }

  stretch(x: OnnxValue, by: number): OnnxValue {
    const factor = this.#scalar(`factor ${by}`, by)
    return inParts(x, (own) => this.#node('Mul', [own, factor]))
  }

  add(x: OnnxValue, y: OnnxValue): OnnxValue {
    return inParts(x, (own, { index }) => this.#node('Add', [own, y.parts?.[index] ?? y]))
  }

  mul(x: OnnxValue, y: OnnxValue): OnnxValue {
    return this.#node('Mul', [x, y])
  }

  concat(xs: readonly OnnxValue[]): OnnxValue {
    return this.#node('Concat', xs, [intAttribute('axis', 1)])
  }

  maxPool(x: OnnxValue, size: number): OnnxValue {
    return this.#pool('MaxPool', x, size, size, 0)
  }

  averagePool(x: OnnxValue, size: number): OnnxValue {
    return this.#pool('AveragePool', x, size, size, 0)
  }

  inputScale(sums: OnnxValue, input: OnnxValue, kernel: number, pad: number): OnnxValue {
    const magnitude = this.#node(
      'ReduceMean',
      [this.#node('Abs', [input])],
      [intsAttribute('axes', [1]), intAttribute('keepdims', 1)],
    )
    return this.mul(sums, this.#pool('AveragePool', magnitude, kernel, 1, pad))
  }

  globalAverage(x: OnnxValue): OnnxValue {
    return this.flatten(this.#node('GlobalAveragePool', [x]))
  }

  flatten(x: OnnxValue): OnnxValue {
    return { ...this.#node('Flatten', [x], [intAttribute('axis', 1)]), rank: 2 }
  }

  rows(x: OnnxValue): OnnxValue[] {
    return Array.from({ length: 28 }, (_, row) => {
      const index = this.#graph.integers(`row ${row}`, [], [row])
      return this.flatten(this.#node('Gather', [x, index], [intAttribute('axis', 2)]))
    })
  }

  split(x: OnnxValue, count: number, channels: number): OnnxValue[] {
    if (x.parts?.length === count) return [...x.parts]
    const width = channels / count
    return Array.from({ length: count }, (_, part) => {
      const places = Array.from({ length: width }, (_, i) => part * width + i)
      const index = this.#graph.integers(`channels from ${part * width}`, [width], places)
      return this.#node('Gather', [x, index], [intAttribute('axis', 1)])
    })
  }

  sigmoid(x: OnnxValue): OnnxValue {
    return this.#node('Sigmoid', [x])
  }

  tanh(x: OnnxValue): OnnxValue {
    return this.#node('Tanh', [x])
  }

  #pool(operator: string, x: OnnxValue, size: number, stride: number, pad: number): OnnxValue {
    return this.#node(operator, [x], poolAttributes({ kernel: size, stride, pad }))
  }

  #quant(x: OnnxValue, bits: number, step: number): OnnxValue {
    return { ...x, name: addQuant(this.#graph, x.name, this.#name('quant'), { bits, step, signed: 0 }) }
  }

  #weight(
    name: string,
    quantiser: WeightQuantiser,
    order: WeightOrder,
    turned = false,
    part = WHOLE,
  ): string {
    const own = partName(name, part)
    let weight = this.#weights.get(own)
    if (weight === undefined) {
      const used = scaledQuantiser(quantiser, this.#weightScale)
      const latent = parameterOf(this.#parameters, `${name}.weight`)
      weight = addWeights(this.#graph, own, latent, used, order, part)
      const perm = [intsAttribute('perm', [1, 0])]
      if (turned) weight = this.#graph.addNode('Transpose', [weight], `${own}.turned`, perm)
      this.#weights.set(own, weight)
    }
    return weight
  }

  #bias(name: string, bias: boolean): string[] {
    return bias ? [this.#channels(`${name}.bias`, 2)] : []
  }

  /** One value a channel, to be spread over what has `rank` axes. */
  #channels(name: string, rank: 2 | 4, part = WHOLE): string {
    const own = partOf(parameterOf(this.#parameters, name).values, part)
    return this.#graph.constant(partName(name, part), rank === 2 ? [own.length] : [own.length, 1, 1], own)
  }

  #scalar(name: string, value: number): string {
    return this.#graph.constant(name, [], [value])
  }

  #name(operator: string): string {
    return `${operator.toLowerCase()}${this.#count++}`
  }

  /** Adds a node whose output has the rank of its first input. */
  #node(
    operator: string,
    inputs: readonly [OnnxValue, ...(OnnxValue | string)[]] | readonly OnnxValue[],
    attributes: readonly OnnxAttribute[] = [],
  ): OnnxValue {
    const names = inputs.map((input) => (typeof input === 'string' ? input : input.name))
    const name = this.#graph.addNode(operator, names, this.#name(operator), attributes)
    return { name, rank: inputs[0].rank }
  }
}
