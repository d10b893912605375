import { type GraphBuilder, intAttribute, stringAttribute } from '../onnx/graph-builder.js'
import { ELEMENT, type OnnxAttribute } from '../onnx/model.js'
import type { Parameter } from './parameters.js'
import { type WeightQuantiser, weightCodes } from './weight-quantiser.js'

/** Place of an ONNX weight among the latent ones, given the inputs of one output. */
export type WeightOrder = (i: number, inputs: number) => number

/** Order of a convolution: `[kernel, kernel, inputs, outputs]` to `[outputs, inputs, kernel, kernel]`. */
export function convOrder(kernel: number, outputs: number): WeightOrder {
  const taps = kernel * kernel
  return (i, inputs) => {
    const output = Math.floor(i / (inputs * taps))
    const input = Math.floor(i / taps) % inputs
    return ((i % taps) * inputs + input) * outputs + output
  }
}

/** Order of a fully connected layer: `[inputs, outputs]` to `[outputs, inputs]`. */
export function denseOrder(outputs: number): WeightOrder {
  return (i, inputs) => (i % inputs) * outputs + Math.floor(i / inputs)
}

/**
 * Writes a layer's weights and returns the tensor's name.
 *
 * @param part - which of so many equal parts of the outputs
 *
 * Quantised ones are int8 initializers behind a Cast and a QONNX quantiser that leaves their integers as they are and says
 * what they are, then a Mul by the scale where there is one.
 */
export function addWeights(
  graph: GraphBuilder,
  name: string,
  { shape, values }: Parameter,
  quantiser: WeightQuantiser,
  order: WeightOrder,
  part = { index: 0, count: 1 },
): string {
  const inputs = shape[shape.length - 2]
  const outputs = shape[shape.length - 1] / part.count
  const dims = [outputs, inputs, ...shape.slice(0, -2)]
  const first = (part.index * values.length) / part.count
  const places = Array.from({ length: values.length / part.count }, (_, i) => order(first + i, inputs))
  if (quantiser.kind === 'real') {
    return graph.addFloats(
      `${name}.weight`,
      dims,
      places.map((place) => values[place]),
    )
  }
  const { codes, scale: whole } = weightCodes(values, shape[shape.length - 1], quantiser)
  const scale = whole.length === 1 ? whole : whole.subarray(part.index * outputs, (part.index + 1) * outputs)
  const stored = Int8Array.from(places, (place) => codes[place])
  const integers = graph.addInt8(`${name}.weight`, dims, stored)
  const cast = graph.addNode('Cast', [integers], `${name}.float`, [intAttribute('to', ELEMENT.float)])
  const said =
    quantiser.kind === 'sign'
      ? graph.addNode('BipolarQuant', [cast, graph.constant('one', [], [1])], `${name}.sign`)
      : // Odd integers have no quantiser of their own; they are signed narrow integers of one bit more.
        addQuant(graph, cast, `${name}.levels`, { bits: quantiser.bits + 1, step: 1, signed: 1 })
  if (scale.length === 1 && scale[0] === 1) return said
  const scaleDims = scale.length === 1 ? [] : [outputs, ...shape.slice(0, -1).map(() => 1)]
  return graph.addNode('Mul', [said, graph.addFloats(`${name}.scale`, scaleDims, scale)], `${name}.scaled`)
}

/** Codes of QONNX' Quant; signed ones are narrow, so that they are symmetric. */
export interface QuantCodes {
  readonly bits: number
  readonly step: number
  readonly signed: 0 | 1
}

/** Writes a Quant and returns its output's name. */
export function addQuant(
  graph: GraphBuilder,
  x: string,
  output: string,
  { bits, step, signed }: QuantCodes,
): string {
  const scalar = (name: string, value: number) => graph.constant(name, [], [value])
  const attributes: OnnxAttribute[] = [
    intAttribute('signed', signed),
    intAttribute('narrow', signed),
    stringAttribute('rounding_mode', 'ROUND'),
  ]
  const inputs = [x, scalar(`step ${step}`, step), scalar('zero', 0), scalar(`bits ${bits}`, bits)]
  return graph.addNode('Quant', inputs, output, attributes)
}
