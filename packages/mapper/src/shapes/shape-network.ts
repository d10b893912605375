import { type Layer, resultMap } from '../network/layer.js'
import type { Levels } from '../network/levels.js'
import type { MapShape } from '../network/map-shape.js'
import type { Network } from '../network/network.js'
import { WeightSource } from './weight-source.js'

/** A binary layer as far as its cost depends on it. */
export interface ShapeLayer {
  readonly name: string
  readonly channels: number
  readonly kernel: number
  readonly stride?: number
  /** Of zeros, on all sides; the taps are skipped. */
  readonly pad?: number
  /** Window and stride of a largest-value pooling. */
  readonly pool?: readonly [window: number, stride: number]
}

/** A chain of binary layers. */
export interface NetworkShape {
  readonly name: string
  /** What enters the first of them. */
  readonly input: MapShape
  /** @defaultValue 1: binary */
  readonly inputBits?: number
  readonly layers: readonly ShapeLayer[]
}

const BIPOLAR: Levels = { unit: 1, first: -1, step: 2, count: 2 }

/**
 * Makes a network of a shape, with random weights and thresholds; the same ones every time.
 *
 * It has no source graph: it can be mapped, run and evaluated, not compared with a source.
 */
export function shapeNetwork({ name, input, inputBits = 1, layers }: NetworkShape): Network {
  const random = new WeightSource(layers.length)
  const count = 2 ** inputBits
  const levels: Levels = { unit: 1, first: 1 - count, step: 2, count }
  let from = { id: 'input', map: input }
  const made = layers.map((shape, i): Layer => {
    const inLevels = i === 0 ? levels : BIPOLAR
    const layer = { ...shapeLayer(shape, from, random, i === layers.length - 1), inLevels }
    from = { id: layer.id, map: resultMap(layer) }
    return layer
  })
  const elements = input.channels * input.width * input.height
  return {
    name,
    source: {
      ...{ name, nodes: [], constants: new Map(), outputs: [from.id] },
      input: { name: 'input', shape: [1, input.channels, input.height, input.width], integer: true },
    } as unknown as Network['source'],
    input: {
      ...{ id: 'input', tensor: 'input', places: new Int32Array(0), elements, map: input },
      ...{ shape: [1, input.channels, input.height, input.width], byteOrder: 'channelsLast', scale: 'raw' },
      levels,
      thresholds: [Array.from({ length: count - 1 }, (_, code) => ((code + 1) * 256) / count)],
      codes: Array.from({ length: count }, (_, code) => code),
    },
    layers: made,
    segments: [],
    classes: from.map.channels * from.map.width * from.map.height,
    head: [],
  }
}

function shapeLayer(
  { name, channels, kernel, stride = 1, pad = 0, pool }: ShapeLayer,
  from: { readonly id: string; readonly map: MapShape },
  random: WeightSource,
  last: boolean,
): Layer {
  const { map } = from
  const size = (pixels: number) => Math.floor((pixels + 2 * pad - kernel) / stride) + 1
  const inputs = kernel * kernel * map.channels
  return {
    ...{ id: name, name, kind: 'conv', tensor: name, places: undefined, inputs: [from.id], input: map },
    output: { channels, width: size(map.width), height: size(map.height) },
    kernel: { width: kernel, height: kernel },
    stride: { x: stride, y: stride },
    dilation: { x: 1, y: 1 },
    pad: { left: pad, right: pad, top: pad, bottom: pad },
    ...{ padCodes: undefined, groups: 1, inLevels: BIPOLAR },
    weights: random.signs(channels * inputs),
    weightUnits: new Float64Array(channels).fill(1),
    pool: pool && {
      ...{ width: pool[0], height: pool[0], strideX: pool[1], strideY: pool[1] },
      pad: { left: 0, right: 0, top: 0, bottom: 0 },
      minimum: new Uint8Array(channels),
    },
    quantiser: last
      ? undefined
      : {
          ...{
            tensor: `${name}/code`,
            places: undefined,
            levels: BIPOLAR,
            margin: 1,
            ties: 0,
            tiedChannels: 0,
          },
          direction: new Int8Array(channels).fill(1),
          thresholds: [Float64Array.from({ length: channels }, () => random.near(Math.sqrt(inputs)))],
        },
  }
}
