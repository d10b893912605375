import type { AttributeValue, SourceGraph, SourceNode } from '../graph/source-graph.js'
import type { Tensor } from '../graph/tensor.js'
import { WeightSource } from './weight-source.js'

/** A map while a graph is built. */
export interface ShapeMap {
  readonly tensor: string
  readonly channels: number
  readonly height: number
  readonly width: number
}

const QONNX = 'qonnx.custom_op.general'

/** Builds graphs of binary networks with real shortcuts, with random weights; the same ones every time. */
export class ShortcutGraph {
  readonly #nodes: SourceNode[] = []
  readonly #constants = new Map<string, Tensor>()
  readonly #random = new WeightSource(0)

  constructor(
    readonly name: string,
    readonly size: { readonly height: number; readonly width: number },
  ) {}

  /** A real 1 × 1 convolution of three colours, in place of the network's own first layer. */
  stem(channels: number): ShapeMap {
    const weights = this.#reals(channels * 3, 1, [channels, 3, 1, 1])
    return { tensor: this.#node('Conv', ['pixels', weights]), channels, ...this.size }
  }

  /** Shift, sign, binary convolution, factor and addend a channel. */
  convolution(from: ShapeMap, name: string, outputs: number, kernel: number, stride: number): ShapeMap {
    const shifted = this.#node('Add', [from.tensor, this.#perChannel(from.channels, 0.5)])
    const codes = this.#node('BipolarQuant', [shifted, this.#constant([], [1])], {}, QONNX)
    const inputs = kernel * kernel * from.channels
    const dims = [outputs, from.channels, kernel, kernel]
    const weights = this.#constant(dims, this.#random.signs(outputs * inputs))
    const pad = (kernel - 1) / 2
    const attributes = { pads: [pad, pad, pad, pad], strides: [stride, stride] }
    const sums = this.#node('Conv', [codes, weights], attributes, '', name)
    const gain = this.#constant([outputs, 1, 1], new Float64Array(outputs).fill(1 / Math.sqrt(inputs)))
    const scaled = this.#node('Mul', [sums, gain])
    const [height, width] = [from.height, from.width].map((pixels) => Math.ceil(pixels / stride))
    const tensor = this.#node('Add', [scaled, this.#perChannel(outputs, 0.5)])
    return { tensor, channels: outputs, height, width }
  }

  /** A real 1 × 1 convolution, which the host runs. */
  project(from: ShapeMap, channels: number): ShapeMap {
    const weights = this.#reals(channels * from.channels, 1, [channels, from.channels, 1, 1])
    return { ...from, tensor: this.#node('Conv', [from.tensor, weights]), channels }
  }

  relu(from: ShapeMap): ShapeMap {
    return { ...from, tensor: this.#node('Relu', [from.tensor]) }
  }

  add(a: ShapeMap, b: ShapeMap): ShapeMap {
    return { ...a, tensor: this.#node('Add', [a.tensor, b.tensor]) }
  }

  /** Shift, another slope below 0, shift (RPReLU). */
  bend(from: ShapeMap): ShapeMap {
    const { tensor, channels } = from
    const shifted = this.#node('Add', [tensor, this.#perChannel(channels, 0.5)])
    const slopes = this.#constant([channels, 1, 1], new Float64Array(channels).fill(0.25))
    const bent = this.#node('PRelu', [shifted, slopes])
    return { ...from, tensor: this.#node('Add', [bent, this.#perChannel(channels, 0.5)]) }
  }

  /** Averages of 2 × 2 pixels. */
  halve(from: ShapeMap): ShapeMap {
    const tensor = this.#node('AveragePool', [from.tensor], { kernel_shape: [2, 2], strides: [2, 2] })
    return { ...from, tensor, height: from.height / 2, width: from.width / 2 }
  }

  join(a: ShapeMap, b: ShapeMap): ShapeMap {
    const tensor = this.#node('Concat', [a.tensor, b.tensor], { axis: 1 })
    return { ...a, tensor, channels: a.channels + b.channels }
  }

  /** Average of the map, real classifier. */
  graph(from: ShapeMap, classes: number): SourceGraph {
    const flat = this.#node('Flatten', [this.#node('GlobalAveragePool', [from.tensor])], { axis: 1 })
    const scores = this.#node('MatMul', [
      flat,
      this.#reals(from.channels * classes, 1, [from.channels, classes]),
    ])
    const { height, width } = this.size
    return {
      ...{ name: this.name, nodes: this.#nodes, constants: this.#constants, outputs: [scores] },
      input: { name: 'pixels', shape: [1, 3, height, width], integer: false },
    }
  }

  #perChannel(channels: number, spread: number): string {
    return this.#reals(channels, spread, [channels, 1, 1])
  }

  #reals(count: number, spread: number, shape: readonly number[]): string {
    return this.#constant(
      shape,
      Array.from({ length: count }, () => this.#random.real(spread)),
    )
  }

  #constant(shape: readonly number[], values: ArrayLike<number>): string {
    const name = `constant${this.#constants.size}`
    this.#constants.set(name, { shape, data: Float64Array.from(values) })
    return name
  }

  #node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    domain = '',
    name = '',
  ): string {
    const output = `${operator.toLowerCase()}${this.#nodes.length}`
    const given = new Map(Object.entries(attributes))
    this.#nodes.push({ name, operator, domain, inputs, outputs: [output], attributes: given })
    return output
  }
}
