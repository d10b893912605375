import { DataError } from '../errors.js'
import { byteCodes } from './byte-codes.js'
import { runHead, type Scores } from './head.js'
import { enteringTensor, runSegment } from './host-segment.js'
import { inputTensor } from './input-code.js'
import type { Kept } from './kept.js'
import type { Layer, Pool } from './layer.js'
import { resultMap } from './layer.js'
import { layerSums } from './layer-sums.js'
import type { Network } from './network.js'
import { scaledMap } from './scaled-map.js'
import { runStem, runWideStem } from './stem.js'

/** Exact integers of one layer for one input; maps are channel by channel, then line by line. */
export interface LayerValues {
  /** Sums, in the source's units, before pooling. */
  readonly sums: Int32Array
  /** Codes of the quantised result, behind the pooling, or its wide values; undefined for the last layer. */
  readonly codes: Int32Array | undefined
}

/**
 * Codes of the quantised input, or its wide values, channel by channel.
 *
 * @param bytes - of one input, in the order of the source
 * @param kept - takes what later parts of the host need
 * @throws DataError when there are more or fewer than the network takes
 */
export function inputCodes(
  { input, stem }: Pick<Network, 'input' | 'stem'>,
  bytes: Uint8Array,
  kept?: Kept,
): Int32Array {
  if (stem !== undefined && input.wideUnit !== undefined) {
    return runWideStem(stem, bytes)
  }
  if (stem !== undefined) return byteCodes(input, runStem(stem, bytes, kept))
  if (bytes.length === input.elements) return byteCodes(input, bytes)
  throw new DataError(
    'Wrong input size',
    'input of the network',
    `${bytes.length} bytes, expected ${input.elements}`,
    'give images of the size that the network was trained for',
  )
}

/** Everything that is computed for one input. */
export interface Evaluation {
  /** Of each layer, in the network's order. */
  readonly layers: readonly LayerValues[]
  /** Codes or wide values by id: of the input, of all layers but the last ones, of what the host sends in between. */
  readonly results: ReadonlyMap<string, Int32Array>
  readonly scores: Scores
}

/** Evaluates the network's layers in exact integer arithmetic; the result equals the reference and the chip. */
export function evaluateNetwork(network: Network, bytes: Uint8Array): readonly LayerValues[] {
  return evaluateAll(network, bytes).layers
}

/** Evaluates a network: layers in exact integer arithmetic, the host's parts in the source's. */
export function evaluateAll(network: Network, bytes: Uint8Array): Evaluation {
  const { input, layers, segments, source, head } = network
  const kept: Kept = new Map()
  if (needsGraphInput(network)) kept.set(source.input.name, inputTensor(input, bytes))
  const results = new Map([[input.id, inputCodes(network, bytes, kept)]])
  const sums = new Map<string, Int32Array>()
  const values: LayerValues[] = []
  const runSegments = () => {
    for (const segment of segments.filter(({ before }) => before === values.length)) {
      const entering = segment.inputs.map((from) =>
        enteringTensor(from, results.get(from.id) ?? sums.get(from.id)!),
      )
      const codes = runSegment(segment, entering, kept)
      if (codes !== undefined) results.set(segment.id, codes)
    }
  }
  runSegments()
  for (const layer of layers) {
    const own = evaluateLayer(layer, results)
    if (own.codes === undefined) sums.set(layer.id, own.sums)
    else results.set(layer.id, own.codes)
    values.push(own)
    runSegments()
  }
  return { layers: values, results, scores: runHead(head, values[values.length - 1].sums, kept) }
}

/** Whether some part of the host behind the stem works on the graph's input. */
export function needsGraphInput({ source, segments, head }: Network): boolean {
  const parts = [...segments, ...head].map((part) => ('needs' in part ? (part.needs ?? []) : []))
  return parts.flat().some(({ tensor }) => tensor === source.input.name)
}

function evaluateLayer(layer: Layer, results: ReadonlyMap<string, Int32Array>): LayerValues {
  const all = (ids: readonly string[]) => joined(ids.map((id) => results.get(id)!))
  const { kind, scale, quantiser } = layer
  const inputs = all(layer.inputs)
  const sums = kind === 'wide' ? inputs : layerSums(layer, inputs)
  if (quantiser === undefined && scale === undefined) return { sums, codes: undefined }
  if (scale === undefined) return { sums, codes: pooled(layer, quantised(layer, sums)) }
  const [residual, accumulate] = [
    scale.residual && all(scale.residual),
    scale.accumulate && all(scale.accumulate),
  ]
  return { sums, codes: scaledMap(layer, scale, sums, residual, accumulate) }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  if (parts.length === 1) return parts[0]
  const all = new Int32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function quantised({ output, quantiser }: Layer, sums: Int32Array): Int32Array {
  const { direction, thresholds } = quantiser!
  const pixels = output.height * output.width
  const codes = new Int32Array(sums.length)
  for (let at = 0; at < sums.length; at++) {
    const c = Math.floor(at / pixels)
    const turned = direction[c] * sums[at]
    for (const list of thresholds) if (turned >= list[c]) codes[at]++
  }
  return codes
}

function pooled(layer: Layer, codes: Int32Array): Int32Array {
  const { pool, output } = layer
  if (pool === undefined) return codes
  const { channels, height, width } = resultMap(layer)
  const results = new Int32Array(channels * height * width)
  for (let c = 0, at = 0; c < channels; c++) {
    const map = codes.subarray(c * output.height * output.width, (c + 1) * output.height * output.width)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) results[at] = windowCode(map, output, pool, c, y, x)
    }
  }
  return results
}

/** Largest (or smallest) code of a window, of its pixels that are on the map. */
function windowCode(
  map: Int32Array,
  size: Layer['output'],
  pool: Pool,
  c: number,
  y: number,
  x: number,
): number {
  const [top, left] = [y * pool.strideY - pool.pad.top, x * pool.strideX - pool.pad.left]
  const pick = pool.minimum[c] ? Math.min : Math.max
  let result = pool.minimum[c] ? Infinity : -Infinity
  for (let row = Math.max(0, top); row < Math.min(size.height, top + pool.height); row++) {
    for (let column = Math.max(0, left); column < Math.min(size.width, left + pool.width); column++) {
      result = pick(result, map[row * size.width + column])
    }
  }
  return result
}
