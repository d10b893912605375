import { type NetworkShape, shapeNetwork } from '@concord/mapper'
import { encodeOnnx, floatValue, GraphBuilder, intAttribute, intsAttribute } from '@concord/trainer'

const IR_VERSION = 8
const OPSET = 13
const ELEMENT = { float: 1, uint8: 2 } as const

/**
 * Writes a shape as plain ONNX in float, with the shape's random weights: the file that a float runtime and the mapper both read.
 *
 * Input `pixels` `[N, channels, height, width]`, uint8; output `sums` `[N, classes]`. Thresholds lie between two sums, so that no sign
 * is that of 0 and every sum is exact in float32.
 *
 * @param inputBits - 8: the first layer works on the grey values, 1: on whether they are above 127
 */
export function floatNetwork(shape: NetworkShape, inputBits: 1 | 8): Uint8Array {
  const { layers, input } = shapeNetwork(shape)
  const { channels, width, height } = input.map
  const graph = new GraphBuilder()
  let x = graph.addNode('Cast', ['pixels'], 'grey', [intAttribute('to', ELEMENT.float)])
  if (inputBits === 1) {
    graph.addFloats('middle', [], [127.5])
    x = graph.addNode('Sign', [graph.addNode('Sub', [x, 'middle'], 'centred')], 'signs')
  }
  for (const [
    l,
    { name, weights, kernel, stride, pad, pool, quantiser, output, input: map },
  ] of layers.entries()) {
    const taps = kernel.height * kernel.width
    const channelsFirst = weights.map((_, i) => {
      const [filter, c, tap] = [
        Math.floor(i / taps / map.channels),
        Math.floor(i / taps) % map.channels,
        i % taps,
      ]
      return weights[(filter * taps + tap) * map.channels + c]
    })
    const weightShape = [output.channels, map.channels, kernel.height, kernel.width]
    graph.addFloats(`${name}.weight`, weightShape, channelsFirst)
    const perOutput = weights.length / output.channels
    const mean = l === 0 && inputBits === 8 ? 127.5 : 0
    const bias = quantiser?.thresholds[0].map((threshold, c) => {
      let sum = 0
      for (let i = 0; i < perOutput; i++) sum += weights[c * perOutput + i]
      return 0.5 - threshold - Math.round(mean * sum)
    })
    if (bias) graph.addFloats(`${name}.bias`, [output.channels], bias)
    const inputs = [x, `${name}.weight`, ...(bias ? [`${name}.bias`] : [])]
    x = graph.addNode('Conv', inputs, `${name}.sums`, [
      intsAttribute('kernel_shape', [kernel.height, kernel.width]),
      intsAttribute('strides', [stride.y, stride.x]),
      intsAttribute('pads', [pad.top, pad.left, pad.bottom, pad.right]),
    ])
    if (quantiser) x = graph.addNode('Sign', [x], `${name}.signs`)
    if (pool) {
      const window = [
        intsAttribute('kernel_shape', [pool.height, pool.width]),
        intsAttribute('strides', [pool.strideY, pool.strideX]),
      ]
      x = graph.addNode('MaxPool', [x], `${name}.pool`, window)
    }
  }
  graph.addNode('Flatten', [x], 'sums', [intAttribute('axis', 1)])
  const last = layers[layers.length - 1].output
  const { name, type } = floatValue('pixels', ['N', channels, height, width])
  const pixels = { name, type: { tensor_type: { ...type.tensor_type, elem_type: ELEMENT.uint8 } } }
  return encodeOnnx({
    ir_version: IR_VERSION,
    producer_name: 'concord',
    graph: {
      ...{ name: shape.name, node: graph.nodes, initializer: graph.initializers },
      ...{ input: [pixels], output: [floatValue('sums', ['N', last.channels * last.width * last.height])] },
    },
    opset_import: [{ domain: '', version: OPSET }],
    metadata_props: [],
  })
}
