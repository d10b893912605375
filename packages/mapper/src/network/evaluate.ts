import { DataError } from '../errors.js'
import { byteOf } from './byte-order.js'
import { layerSums } from './layer-sums.js'
import type { Layer, Network, NetworkInput, Pool } from './network.js'
import { resultMap } from './network.js'
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
 * @throws DataError when there are more or fewer than the network takes
 */
export function inputCodes({ input, stem }: Pick<Network, 'input' | 'stem'>, bytes: Uint8Array): Int32Array {
  if (stem !== undefined && input.wideUnit !== undefined) {
    return runWideStem(stem, bytes)
  }
  if (stem !== undefined) return byteCodes(input, runStem(stem, bytes))
  if (bytes.length === input.elements) return byteCodes(input, bytes)
  throw new DataError(
    'Wrong input size',
    'input of the network',
    `${bytes.length} bytes, expected ${input.elements}`,
    'give images of the size that the network was trained for',
  )
}

function byteCodes({ thresholds, codes, map, byteOrder }: NetworkInput, bytes: Uint8Array): Int32Array {
  const pixels = map.height * map.width
  const byChannel = thresholds.length === map.channels
  return Int32Array.from(bytes, (_, at) => {
    const element = byteOf(map, byteOrder, at)
    const own = byChannel ? Math.floor(at / pixels) : element
    const list = thresholds[thresholds.length === 1 ? 0 : own]
    let count = 0
    while (count < list.length && list[count] <= bytes[element]) count++
    return codes[count]
  })
}

/** Evaluates the network in exact integer arithmetic; the result equals the reference and the chip. */
export function evaluateNetwork(network: Network, bytes: Uint8Array): LayerValues[] {
  const codes = new Map([[network.input.id, inputCodes(network, bytes)]])
  const all = (ids: readonly string[]) => joined(ids.map((id) => codes.get(id)!))
  return network.layers.map((layer) => {
    const { kind, scale, quantiser } = layer
    const inputs = all(layer.inputs)
    const sums = kind === 'wide' ? inputs : layerSums(layer, inputs)
    if (quantiser === undefined && scale === undefined) return { sums, codes: undefined }
    const result = scale
      ? scaledMap(
          layer,
          scale,
          sums,
          scale.residual && all(scale.residual),
          scale.accumulate && all(scale.accumulate),
        )
      : pooled(layer, quantised(layer, sums))
    codes.set(layer.id, result)
    return { sums, codes: result }
  })
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
