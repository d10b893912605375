import { BATCH_NORM_EPSILON } from '../mlp.js'
import {
  floatAttribute,
  type GraphBuilder,
  intAttribute,
  intsAttribute,
  stringAttribute,
} from '../onnx/graph-builder.js'
import { ELEMENT, type OnnxAttribute } from '../onnx/model.js'
import type { ConvOptions, DenseOptions, NetOps } from './ops.js'
import { type Parameters, parameterOf } from './parameters.js'
import { type WeightQuantiser, weightCodes } from './weight-quantiser.js'

/** Bits and step of a pixel's code. */
const PIXEL_BITS = 8
const PIXEL_STEP = 1 / 255

/**
 * Writes a definition as ONNX nodes; a value is the name of a tensor `[N, channels, rows, columns]` or `[N, channels]`.
 *
 * Quantised weights are int8 initializers behind a Cast and a QONNX quantiser that leaves their integers as they are and says
 * what they are, then a Mul by the scale where there is one.
 */
export class OnnxOps implements NetOps<string> {
  readonly #graph: GraphBuilder
  readonly #parameters: Parameters
  readonly #twin: boolean
  #count = 0

  /** @param twin - writes the float twin: real weights, ReLU instead of every sign and quantiser */
  constructor(graph: GraphBuilder, parameters: Parameters, twin: boolean) {
    this.#graph = graph
    this.#parameters = parameters
    this.#twin = twin
  }

  pixels(x: string): string {
    return this.#twin ? x : this.#quant(x, PIXEL_BITS, PIXEL_STEP)
  }

  conv(x: string, name: string, options: ConvOptions): string {
    const { outputs, kernel, stride = 1, pad = 0, depthwise = false, weights, bias = false } = options
    // [kernel, kernel, inputs, outputs] to [outputs, inputs, kernel, kernel]
    const weight = this.#weight(name, weights, (i, inputs) => {
      const output = Math.floor(i / (inputs * kernel * kernel))
      const input = Math.floor(i / (kernel * kernel)) % inputs
      return ((i % (kernel * kernel)) * inputs + input) * outputs + output
    })
    return this.#node(
      'Conv',
      [x, weight, ...this.#bias(name, bias)],
      [
        intsAttribute('kernel_shape', [kernel, kernel]),
        intsAttribute('strides', [stride, stride]),
        intsAttribute('pads', [pad, pad, pad, pad]),
        intAttribute('group', depthwise ? outputs : 1),
      ],
    )
  }

  dense(x: string, name: string, { outputs, weights, bias = false }: DenseOptions): string {
    const weight = this.#weight(name, weights, (i, inputs) => (i % inputs) * outputs + Math.floor(i / inputs))
    if (bias) return this.#node('Gemm', [x, weight, ...this.#bias(name, bias)], [intAttribute('transB', 1)])
    const turned = this.#node('Transpose', [weight], [intsAttribute('perm', [1, 0])])
    return this.#node('MatMul', [x, turned])
  }

  batchNorm(x: string, name: string): string {
    const factors = ['gamma', 'beta', 'mean', 'variance'].map((part) => this.#channels(`${name}.${part}`))
    return this.#node('BatchNormalization', [x, ...factors], [floatAttribute('epsilon', BATCH_NORM_EPSILON)])
  }

  sign(x: string): string {
    return this.#twin ? this.relu(x) : this.#node('BipolarQuant', [x, this.#scalar('one', 1)])
  }

  quantise(x: string, bits: number, step: number): string {
    return this.#twin ? this.relu(x) : this.#quant(x, bits, step)
  }

  relu(x: string): string {
    return this.#node('Relu', [x])
  }

  prelu(x: string, name: string): string {
    return this.#node('PRelu', [x, this.#map(`${name}.slope`)])
  }

  shift(x: string, name: string): string {
    return this.#node('Add', [x, this.#map(`${name}.shift`)])
  }

  gain(x: string, name: string): string {
    return this.#node('Mul', [x, this.#map(`${name}.gain`)])
  }

  add(x: string, y: string): string {
    return this.#node('Add', [x, y])
  }

  mul(x: string, y: string): string {
    return this.#node('Mul', [x, y])
  }

  concat(xs: readonly string[]): string {
    return this.#node('Concat', xs, [intAttribute('axis', 1)])
  }

  maxPool(x: string, size: number): string {
    return this.#pool('MaxPool', x, size)
  }

  averagePool(x: string, size: number): string {
    return this.#pool('AveragePool', x, size)
  }

  globalAverage(x: string): string {
    return this.flatten(this.#node('GlobalAveragePool', [x]))
  }

  flatten(x: string): string {
    return this.#node('Flatten', [x], [intAttribute('axis', 1)])
  }

  #pool(operator: string, x: string, size: number): string {
    return this.#node(
      operator,
      [x],
      [intsAttribute('kernel_shape', [size, size]), intsAttribute('strides', [size, size])],
    )
  }

  /** Unsigned codes of `bits` bits times `step`. */
  #quant(x: string, bits: number, step: number): string {
    return this.#node(
      'Quant',
      [x, this.#scalar(`step${bits}`, step), this.#scalar('zero', 0), this.#scalar(`bits${bits}`, bits)],
      [intAttribute('signed', 0), intAttribute('narrow', 0), stringAttribute('rounding_mode', 'ROUND')],
    )
  }

  /**
   * Weights in ONNX' order.
   *
   * @param source - place of an ONNX weight among the latent ones, given the inputs of one output
   */
  #weight(name: string, quantiser: WeightQuantiser, source: (i: number, inputs: number) => number): string {
    const { shape, values } = parameterOf(this.#parameters, `${name}.weight`)
    const inputs = shape[shape.length - 2]
    const outputs = shape[shape.length - 1]
    const dims = [outputs, inputs, ...shape.slice(0, -2)]
    const places = Array.from(values, (_, i) => source(i, inputs))
    if (this.#twin || quantiser.kind === 'real') {
      return this.#graph.addFloats(
        `${name}.weight`,
        dims,
        places.map((place) => values[place]),
      )
    }
    const { codes, scale } = weightCodes(values, outputs, quantiser)
    const stored = this.#graph.addInt8(
      `${name}.weight`,
      dims,
      Int8Array.from(places, (place) => codes[place]),
    )
    const cast = this.#node('Cast', [stored], [intAttribute('to', ELEMENT.float)])
    const said = quantiser.kind === 'sign' ? this.sign(cast) : this.#odd(cast, quantiser.bits)
    if (scale.length === 1 && scale[0] === 1) return said
    const scaleDims = scale.length === 1 ? [] : [outputs, ...shape.slice(0, -1).map(() => 1)]
    return this.#node('Mul', [said, this.#graph.addFloats(`${name}.scale`, scaleDims, scale)])
  }

  /** Odd integers -(2^bits - 1)..2^bits - 1 have no quantiser of their own; they are signed narrow integers of one bit more. */
  #odd(x: string, bits: number): string {
    return this.#node(
      'Quant',
      [x, this.#scalar('one', 1), this.#scalar('zero', 0), this.#scalar(`bits${bits + 1}`, bits + 1)],
      [intAttribute('signed', 1), intAttribute('narrow', 1), stringAttribute('rounding_mode', 'ROUND')],
    )
  }

  #bias(name: string, bias: boolean): string[] {
    return bias ? [this.#channels(`${name}.bias`)] : []
  }

  #channels(name: string): string {
    const { values } = parameterOf(this.#parameters, name)
    return this.#graph.addFloats(name, [values.length], values)
  }

  /** One value a channel, to be spread over a map. */
  #map(name: string): string {
    const { values } = parameterOf(this.#parameters, name)
    return this.#graph.addFloats(name, [values.length, 1, 1], values)
  }

  #scalar(name: string, value: number): string {
    return this.#graph.constant(name, [], [value])
  }

  #node(operator: string, inputs: readonly string[], attributes: readonly OnnxAttribute[] = []): string {
    return this.#graph.addNode(operator, inputs, `${operator.toLowerCase()}${this.#count++}`, attributes)
  }
}
