import type { SourceGraph } from '../../graph/source-graph.js'
import { tensor } from '../../graph/tensor.js'
import { FormatError } from '../format-error.js'
import { GraphBuilder } from '../graph-builder.js'
import type { ModelFiles } from '../model-files.js'
import { type DenseGeometry, type LayerGeometry, matrixSize } from './geometry.js'
import { layerGeometry } from './layer-geometry.js'
import { type LayerParameters, readLayerParameters } from './parameter-files.js'

/** Fully connected first layers pad their inputs to words of 64 bits. */
const PADDING_MAX = 63

/** What a layer is fed: the sums mean something else for each. */
type Activations = 'fixed' | 'bipolar' | 'ternary'

/**
 * Reads a folder of BNN-PYNQ parameters (`*-weights.bin`, `*-thres.bin`) as a graph of integers.
 *
 * A first convolution takes pixels as 8-bit fixed-point numbers in units of 1/128, a first dense layer pixels
 * ≥ 128 as +1 and others as −1. Comparisons are strict; what is compared is the number of equal bits between 1-bit operands,
 * else the sum of products, which the first convolution's thresholds hold in half units.
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
    const bits = activations === 'bipolar' && layer.weightBits === 1
    const limits = strictLimits(parameters[l], rows, activations === 'fixed' ? 'half' : bits ? used : 'sum')
    if (last) {
      data =
        steps === 0 ? scores(b, data, bits ? used : undefined) : highestBit(b, data, limits, steps, files)
      break
    }
    if (steps !== 1 && steps !== 2) {
      throw fault(files, `layer ${l} has ${steps} thresholds a row; 1 or 2 are needed before another layer`)
    }
    data = b.node(
      'MultiThreshold',
      `layer${l}/act`,
      [data, b.constant(`layer${l}/thresholds`, tensor(limits, [rows, steps]))],
      {
        out_scale: steps === 1 ? 2 : 1,
        out_bias: -1,
      },
    )
    activations = steps === 1 ? 'bipolar' : 'ternary'
    data = towardsNext(b, data, l, layer, geometry[l + 1], files)
  }
  return b.finish({ name: 'input', shape: input, integer: true }, [data])
}

function fault({ name }: ModelFiles, why: string): FormatError {
  return new FormatError('BNN-PYNQ parameters', name, why)
}

/** Pixels of the image without the padding, whose weights are +1 in every row. */
function inputShape(first: LayerGeometry, { weights }: LayerParameters): number[] {
  if (first.kind === 'conv') return [1, first.inChannels, first.inSize, first.inSize]
  const { inputs, outputs } = first
  const padding = (column: number) =>
    Array.from({ length: outputs }, (_, row) => weights[row * inputs + column]).every((w) => w === 1)
  let used = inputs
  while (used > 1 && inputs - used < PADDING_MAX && padding(used - 1)) used--
  return [1, used]
}

/** q = min(round(256 × byte / 255 − 128), 127), a number in units of 1/128. */
function fixedPointInput(b: GraphBuilder): string {
  const scalar = (name: string, value: number) => b.constant(`input/${name}`, tensor([value], []))
  const scaled = b.node('Mul', 'input/scaled', ['input', scalar('256_255', 256 / 255)])
  const shifted = b.node('Sub', 'input/shifted', [scaled, scalar('128', 128)])
  return b.node('Quant', 'input/fixed', [shifted, scalar('scale', 1), scalar('zero', 0), scalar('bits', 8)], {
    signed: 1,
    narrow: 0,
    rounding_mode: 'ROUND',
  })
}

function binaryInput(b: GraphBuilder): string {
  const threshold = b.constant('input/threshold', tensor([128], [1, 1]))
  return b.node('MultiThreshold', 'input/bits', ['input', threshold], { out_scale: 2, out_bias: -1 })
}

/** Rows of the last layer that are classes: the lines of `classes.txt`, else all. */
function classCount({ entries }: ModelFiles, geometry: readonly LayerGeometry[]): number {
  const { rows } = matrixSize(geometry[geometry.length - 1])
  const text = new TextDecoder().decode(entries.get('classes.txt'))
  const names = text.split('\n').filter((line) => line.trim() !== '').length
  return names > 0 && names <= rows ? names : rows
}

/** Sums of products; synapses are stored (ky, kx, channel). */
function product(
  b: GraphBuilder,
  data: string,
  l: number,
  layer: LayerGeometry,
  { weights }: LayerParameters,
  rows: number,
  used: number,
): string {
  if (layer.kind === 'dense') {
    const values = new Float64Array(used * rows)
    for (let i = 0; i < used; i++) {
      for (let row = 0; row < rows; row++) values[i * rows + row] = weights[row * layer.inputs + i]
    }
    return b.node('MatMul', `layer${l}`, [
      data,
      b.constant(`layer${l}/weights`, tensor(values, [used, rows])),
    ])
  }
  const { kernel, inChannels } = layer
  const taps = kernel ** 2
  const values = new Float64Array(rows * inChannels * taps)
  for (let row = 0; row < rows; row++) {
    for (let tap = 0; tap < taps; tap++) {
      for (let c = 0; c < inChannels; c++) {
        values[(row * inChannels + c) * taps + tap] = weights[(row * taps + tap) * inChannels + c]
      }
    }
  }
  const shape = [rows, inChannels, kernel, kernel]
  return b.node('Conv', `layer${l}`, [data, b.constant(`layer${l}/weights`, tensor(values, shape))], {
    kernel_shape: [kernel, kernel],
    strides: [1, 1],
    pads: [0, 0, 0, 0],
    dilations: [1, 1],
    group: 1,
  })
}

/**
 * The smallest sum that is above each threshold, so that `>=` means the strict `>` of the source.
 *
 * @param domain - what the thresholds count: sums, half units of sums, or equal bits of so many
 */
function strictLimits(
  { thresholds, steps }: LayerParameters,
  rows: number,
  domain: 'sum' | 'half' | number,
): Float64Array {
  return thresholds.subarray(0, rows * steps).map((t) => {
    if (domain === 'sum') return t + 1
    return domain === 'half' ? Math.floor(t / 2) + 1 : 2 * t - domain + 1
  })
}

/** Class scores as the accumulators hold them: equal bits of `bits` synapses, or sums. */
function scores(b: GraphBuilder, sums: string, bits: number | undefined): string {
  if (bits === undefined) return sums
  const shifted = b.node('Add', 'scores/shifted', [sums, b.constant('scores/bits', tensor([bits], []))])
  return b.node('Mul', 'scores', [shifted, b.constant('scores/half', tensor([0.5], []))])
}

/** The host takes the highest output bit that is set, class 0 when none is: bit × (class + 1), largest first. */
function highestBit(
  b: GraphBuilder,
  sums: string,
  limits: Float64Array,
  steps: number,
  files: ModelFiles,
): string {
  if (steps !== 1) throw fault(files, `its last layer has ${steps} thresholds a row; 0 or 1 are read`)
  const one = b.constant('output/one', tensor([1], []))
  // Sums are integers, so 1 − relu(1 − relu(sum − limit + 1)) is 1 from the limit on, else 0
  const offsets = b.constant('output/offsets', tensor(limits.map((limit) => limit - 1)))
  const above = b.node('Relu', 'output/above', [b.node('Sub', 'output/distance', [sums, offsets])])
  const below = b.node('Relu', 'output/below', [b.node('Sub', 'output/missing', [one, above])])
  const bits = b.node('Sub', 'output/bits', [one, below])
  const places = b.constant('output/places', tensor(limits.map((_, i) => i + 1)))
  return b.node('Mul', 'output', [bits, places])
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
  const pooled =
    size === outSize
      ? data
      : b.node('MaxPool', `layer${l}/pool`, [data], {
          kernel_shape: [2, 2],
          strides: [2, 2],
          pads: [0, 0, 0, 0],
        })
  if (next.kind === 'conv') return pooled
  const order = size === 1 ? pooled : b.node('Transpose', `layer${l}/order`, [pooled], { perm: [0, 2, 3, 1] })
  return b.node('Flatten', `layer${l}/flat`, [order], { axis: 1 })
}
