import fc from 'fast-check'
import { type Layer, type LayerQuantiser, type Pool, resultMap } from '../../src/network/layer.js'
import type { Levels } from '../../src/network/levels.js'
import type { MapShape } from '../../src/network/map-shape.js'
import type { Network } from '../../src/network/network.js'

/** What a layer of a made network looks like; sizes are cut to the map that it gets. */
export interface MadeLayer {
  readonly channels: number
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly pad: readonly [number, number, number, number]
  readonly padding: 'skip' | 'code'
  readonly grouped: boolean
  readonly weights: 'bipolar' | 'ternary' | 'wide'
  readonly planes: number
  readonly pool: readonly [width: number, height: number, strideX: number, strideY: number] | undefined
  /** It also takes the input of the layer before it, where the maps agree. */
  readonly joins: boolean
}

export interface MadeNetwork {
  readonly map: MapShape
  readonly inputPlanes: number
  readonly channelsFirst: boolean
  readonly layers: readonly MadeLayer[]
  readonly seed: number
}

const BIPOLAR: Levels = { unit: 1, first: -1, step: 2, count: 2 }

/** Levels of b planes: ±1, or 0..2^b − 1. */
function levelsOf(planes: number): Levels {
  return planes === 1 ? BIPOLAR : { unit: 1, first: 0, step: 1, count: 2 ** planes }
}

class Random {
  constructor(public state: number) {}
  below(count: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0
    return Math.floor((this.state / 2 ** 32) * count)
  }
}

/** Makes a network of integers without a source graph. */
export function makeNetwork({ map, inputPlanes, channelsFirst, layers, seed }: MadeNetwork): Network {
  const random = new Random(seed)
  const levels = levelsOf(inputPlanes)
  const step = 256 / levels.count
  const elements = map.channels * map.width * map.height
  let current: { id: string; map: MapShape; levels: Levels }[] = [{ id: 'in', map, levels }]
  let before: typeof current = []
  const made = layers.map((spec, i): Layer => {
    const [last] = current
    const [other] = before
    const joined =
      spec.joins &&
      other &&
      other.map.width === last.map.width &&
      other.map.height === last.map.height &&
      other.levels.count === last.levels.count
        ? [last, other]
        : [last]
    const layer = makeLayer(spec, `layer${i}`, joined, random, i === layers.length - 1)
    before = current
    current = [{ id: layer.id, map: resultMap(layer), levels: levelsOf(spec.planes) }]
    return layer
  })
  const { channels, width, height } = resultMap(made[made.length - 1])
  return {
    name: 'made',
    source: {
      name: 'made',
      input: { name: 'in' },
      outputs: ['out'],
      nodes: [],
    } as unknown as Network['source'],
    input: {
      ...{ id: 'in', tensor: 'in', shape: [1, map.channels, map.height, map.width], elements, map },
      ...{ byteOrder: channelsFirst ? 'channelsFirst' : 'channelsLast', scale: 'raw', levels },
      thresholds: [Array.from({ length: levels.count - 1 }, (_, t) => Math.round((t + 1) * step))],
      codes: Array.from({ length: levels.count }, (_, code) => code),
      places: new Int32Array(0),
    } as unknown as Network['input'],
    layers: made,
    segments: [],
    classes: channels * width * height,
    head: [],
  }
}

function makeLayer(
  spec: MadeLayer,
  id: string,
  inputs: readonly { id: string; map: MapShape; levels: Levels }[],
  random: Random,
  last: boolean,
): Layer {
  const [{ map, levels }] = inputs
  const channels = inputs.reduce((sum, input) => sum + input.map.channels, 0)
  const input = { ...map, channels }
  const groups = spec.grouped ? gcd(channels, spec.channels) : 1
  const symmetric = levels.count === 2
  const padCodes =
    spec.padding === 'skip' && symmetric
      ? undefined
      : Int32Array.from({ length: channels }, () => random.below(levels.count))
  const x = along(input.width, spec.kernel[0], spec.dilation[0], spec.stride[0], spec.pad[0], spec.pad[1])
  const y = along(input.height, spec.kernel[1], spec.dilation[1], spec.stride[1], spec.pad[2], spec.pad[3])
  const output = { channels: spec.channels, width: x.size, height: y.size }
  const wanted = spec.pool
  const pool: Pool | undefined =
    wanted && !last && wanted[0] <= output.width && wanted[1] <= output.height
      ? {
          ...{ width: wanted[0], height: wanted[1], strideX: wanted[2], strideY: wanted[3] },
          pad: { left: 0, right: 0, top: 0, bottom: 0 },
          minimum: Uint8Array.from({ length: spec.channels }, () => random.below(2)),
        }
      : undefined
  const row = x.kernel * y.kernel * (channels / groups)
  const weights = Int32Array.from({ length: spec.channels * row }, () => {
    if (spec.weights === 'bipolar') return random.below(2) * 2 - 1
    return spec.weights === 'ternary' ? random.below(3) - 1 : random.below(8) - 4
  })
  return {
    ...{ id, name: id, kind: 'conv', tensor: id, inputs: inputs.map((from) => from.id), input, output },
    kernel: { width: x.kernel, height: y.kernel },
    stride: { x: x.stride, y: y.stride },
    dilation: { x: x.dilation, y: y.dilation },
    pad: { left: x.before, right: x.after, top: y.before, bottom: y.after },
    ...{
      padCodes,
      groups,
      inLevels: levels,
      weights,
      weightUnits: new Float64Array(spec.channels).fill(1),
      pool,
    },
    quantiser: last ? undefined : makeQuantiser(spec, row * 2 ** Math.log2(levels.count), random),
    places: undefined,
  } as unknown as Layer
}

/** An axis whose kernel fits the padded map. */
function along(
  size: number,
  kernel: number,
  dilation: number,
  stride: number,
  before: number,
  after: number,
) {
  const padded = size + before + after
  const fitting = Math.max(1, Math.min(kernel, Math.floor((padded - 1) / dilation) + 1))
  const pads = { before: Math.min(before, size), after: Math.min(after, size) }
  const room = size + pads.before + pads.after - ((fitting - 1) * dilation + 1)
  if (room < 0)
    return { kernel: 1, dilation: 1, stride, before: 0, after: 0, size: Math.floor((size - 1) / stride) + 1 }
  return { kernel: fitting, dilation, stride, ...pads, size: Math.floor(room / stride) + 1 }
}

function makeQuantiser(spec: MadeLayer, reach: number, random: Random): LayerQuantiser {
  const levels = levelsOf(spec.planes)
  const spread = Math.ceil(Math.sqrt(reach)) * 2 + 1
  const lists = Array.from({ length: spec.channels }, () =>
    Array.from({ length: levels.count - 1 }, () => random.below(2 * spread) - spread).sort((a, b) => a - b),
  )
  return {
    ...{ tensor: 'q', levels, margin: 1, ties: 0, tiedChannels: 0, places: undefined },
    direction: Int8Array.from({ length: spec.channels }, () => random.below(2) * 2 - 1),
    thresholds: Array.from({ length: levels.count - 1 }, (_, t) =>
      Float64Array.from(lists, (list) => list[t]),
    ),
  } as LayerQuantiser
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Results of every layer: codes, or the sums of the last one; channels first. */
export function evaluateMade({ input, layers }: Network, bytes: Uint8Array): Map<string, Int32Array> {
  const { channels, width, height } = input.map
  const pixels = width * height
  const codes = new Int32Array(input.elements)
  for (let c = 0; c < channels; c++) {
    for (let p = 0; p < pixels; p++) {
      const byte = bytes[input.byteOrder === 'channelsFirst' ? c * pixels + p : p * channels + c]
      codes[c * pixels + p] = input.thresholds[0].filter((threshold) => threshold <= byte).length
    }
  }
  const values = new Map<string, Int32Array>([['in', codes]])
  for (const layer of layers) {
    const parts = layer.inputs.map((id) => values.get(id)!)
    const joined = Int32Array.from(parts.flatMap((part) => Array.from(part)))
    const sums = layerSums(layer, joined)
    values.set(layer.id, layer.quantiser ? pooled(layer, quantised(layer.quantiser, layer, sums)) : sums)
  }
  return values
}

function layerSums(layer: Layer, codes: Int32Array): Int32Array {
  const { input, output, kernel, stride, dilation, pad, padCodes, groups, inLevels, weights } = layer
  const own = input.channels / groups
  const sums = new Int32Array(output.channels * output.width * output.height)
  let at = 0
  for (let o = 0; o < output.channels; o++) {
    const first = Math.floor((o * groups) / output.channels) * own
    for (let oy = 0; oy < output.height; oy++) {
      for (let ox = 0; ox < output.width; ox++, at++) {
        for (let ky = 0; ky < kernel.height; ky++) {
          for (let kx = 0; kx < kernel.width; kx++) {
            const [x, y] = [
              ox * stride.x - pad.left + kx * dilation.x,
              oy * stride.y - pad.top + ky * dilation.y,
            ]
            const inside = x >= 0 && y >= 0 && x < input.width && y < input.height
            if (!inside && padCodes === undefined) continue
            for (let c = 0; c < own; c++) {
              const code = inside
                ? codes[((first + c) * input.height + y) * input.width + x]
                : padCodes![first + c]
              const weight = weights[((o * kernel.height + ky) * kernel.width + kx) * own + c]
              sums[at] += weight * (inLevels.first + inLevels.step * code)
            }
          }
        }
      }
    }
  }
  return sums
}

function quantised(
  { direction, thresholds }: LayerQuantiser,
  { output }: Layer,
  sums: Int32Array,
): Int32Array {
  const pixels = output.width * output.height
  return sums.map((sum, i) => {
    const c = Math.floor(i / pixels)
    return thresholds.filter((list) => direction[c] * sum >= list[c]).length
  })
}

function pooled(layer: Layer, codes: Int32Array): Int32Array {
  const { pool, output } = layer
  if (pool === undefined) return codes
  const map = resultMap(layer)
  const result = new Int32Array(map.channels * map.width * map.height)
  let at = 0
  for (let c = 0; c < map.channels; c++) {
    for (let y = 0; y < map.height; y++) {
      for (let x = 0; x < map.width; x++, at++) {
        const window: number[] = []
        for (let py = 0; py < pool.height; py++) {
          for (let px = 0; px < pool.width; px++) {
            window.push(
              codes[(c * output.height + y * pool.strideY + py) * output.width + x * pool.strideX + px],
            )
          }
        }
        result[at] = pool.minimum[c] ? Math.min(...window) : Math.max(...window)
      }
    }
  }
  return result
}

const small = fc.integer({ min: 1, max: 3 })
const pair = <T>(value: fc.Arbitrary<T>) => fc.tuple(value, value)
const border = fc.constantFrom(0, 0, 1, 2)

/** Small networks of mixed layers. */
export const madeNetwork: fc.Arbitrary<MadeNetwork> = fc.record({
  map: fc.record({
    channels: fc.integer({ min: 1, max: 20 }),
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
  }),
  inputPlanes: fc.constantFrom(1, 1, 2, 8),
  channelsFirst: fc.boolean(),
  layers: fc.array(
    fc.record({
      channels: fc.integer({ min: 1, max: 40 }),
      kernel: pair(fc.integer({ min: 1, max: 5 })),
      stride: pair(fc.constantFrom(1, 1, 2, 3)),
      dilation: pair(fc.constantFrom(1, 1, 1, 2, 3)),
      pad: fc.tuple(border, border, border, border),
      padding: fc.constantFrom('skip' as const, 'code' as const),
      grouped: fc.constantFrom(false, false, true),
      weights: fc.constantFrom('bipolar' as const, 'bipolar' as const, 'ternary' as const, 'wide' as const),
      planes: fc.constantFrom(1, 1, 2),
      pool: fc.option(fc.tuple(small, small, small, small), { nil: undefined }),
      joins: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  seed: fc.nat(),
})
