import type { SourceGraph } from '../../graph/source-graph.js'
import { tensor } from '../../graph/tensor.js'
import { FormatError } from '../format-error.js'
import { GraphBuilder } from '../graph-builder.js'
import type { ModelFiles } from '../model-files.js'
import { type DenseGeometry, type LayerGeometry, matrixSize } from './geometry.js'
import { binaryInput, fixedPointInput, inputShape } from './input.js'
import { layerGeometry } from './layer-geometry.js'
import { type Count, product, strictLimits } from './layer-nodes.js'
import { highestBit, scores } from './output.js'
import { readLayerParameters } from './parameter-files.js'

/** What a layer is fed: the sums mean something else for each. */
type Activations = 'fixed' | 'bipolar' | 'ternary'

/**
 * Reads a folder of BNN-PYNQ parameters (`*-weights.bin`, `*-thres.bin`) as a graph of integers.
 *
 * A first convolution takes pixels as 8-bit fixed-point numbers in units of 1/128, a first dense layer pixels
 * ≥ 128 as +1 and others as −1. Comparisons are strict; what is compared is the number of equal bits where operands and results
 * have 1 bit, else the sum of products, which the first convolution's thresholds hold in half units.
 *
 * @throws FormatError when files are missing or do not fit each other
 */
export function bnnPynqGraph(files: ModelFiles): SourceGraph {
  const geometry = layerGeometry(files)
  const parameters = geometry.map((layer, l) => readLayerParameters(files, l, layer))
  const [first] = geometry
  const b = new GraphBuilder(files.name)
  const input = inputShape(first, parameters[0])
  let data = first.kind === 'conv' ? fixedPointInput(b) : binaryInput(b)
  let activations: Activations = first.kind === 'conv' ? 'fixed' : 'bipolar'
  const classes = classCount(files, geometry)
  for (const [l, layer] of geometry.entries()) {
    const last = l === geometry.length - 1
    const { steps } = parameters[l]
    const { synapses } = matrixSize(layer)
    const rows = last ? classes : matrixSize(layer).rows
    const used = l === 0 && layer.kind === 'dense' ? input[1] : synapses
    data = product(b, data, l, layer, parameters[l], rows, used)
    const count = countOf(activations, layer, steps, used)
    const limits = strictLimits(parameters[l], rows, count)
    if (last) {
      if (steps > 1) throw fault(files, `its last layer has ${steps} thresholds a row; 0 or 1 are read`)
      data = steps === 1 ? highestBit(b, data, limits) : scores(b, data, count)
      break
    }
    if (steps !== 1 && steps !== 2) {
      throw fault(files, `layer ${l} has ${steps} thresholds a row; 1 or 2 are needed before another layer`)
    }
    const list = b.constant(`layer${l}/thresholds`, tensor(limits, [rows, steps]))
    const levels = { out_scale: steps === 1 ? 2 : 1, out_bias: -1 }
    data = b.node('MultiThreshold', `layer${l}/act`, [data, list], levels)
    activations = steps === 1 ? 'bipolar' : 'ternary'
    data = towardsNext(b, data, l, layer, geometry[l + 1], files)
  }
  return b.finish({ name: 'input', shape: input, integer: true }, [data])
}

function fault({ name }: ModelFiles, why: string): FormatError {
  return new FormatError('BNN-PYNQ parameters', name, why)
}

/** Networks of 1 bit throughout count equal bits; one with 2-bit results multiplies, and its bits stand for ±1. */
function countOf(activations: Activations, layer: LayerGeometry, steps: number, used: number): Count {
  if (activations === 'fixed') return { of: 'halves' }
  if (activations === 'bipolar' && layer.weightBits === 1 && steps < 2) return { of: 'equalBits', bits: used }
  return { of: 'sums', padding: matrixSize(layer).synapses - used }
}

/** Rows of the last layer that are classes: the lines of `classes.txt`, else all. */
function classCount({ entries }: ModelFiles, geometry: readonly LayerGeometry[]): number {
  const { rows } = matrixSize(geometry[geometry.length - 1])
  const text = new TextDecoder().decode(entries.get('classes.txt'))
  const names = text.split('\n').filter((line) => line.trim() !== '').length
  return names > 0 && names <= rows ? names : rows
}

/** Pools and flattens as the next layer's geometry asks for; maps are flattened channels last. */
function towardsNext(
  b: GraphBuilder,
  data: string,
  l: number,
  layer: LayerGeometry,
  next: LayerGeometry,
  files: ModelFiles,
): string {
  const misfit = () => fault(files, `the results of layer ${l} do not fit layer ${l + 1}`)
  if (layer.kind === 'dense') {
    if (next.kind !== 'dense' || next.inputs !== layer.outputs) throw misfit()
    return data
  }
  const { outChannels, outSize } = layer
  const size = next.kind === 'conv' ? next.inSize : Math.sqrt((next as DenseGeometry).inputs / outChannels)
  if (next.kind === 'conv' && next.inChannels !== outChannels) throw misfit()
  if (size !== outSize && size !== outSize / 2) throw misfit()
  const window = { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] }
  const pooled = size === outSize ? data : b.node('MaxPool', `layer${l}/pool`, [data], window)
  if (next.kind === 'conv') return pooled
  const order = size === 1 ? pooled : b.node('Transpose', `layer${l}/order`, [pooled], { perm: [0, 2, 3, 1] })
  return b.node('Flatten', `layer${l}/flat`, [order], { axis: 1 })
}
