import type { Array32, TestLayer } from './keras-builder.js'
import { evaluateLayer, type KerasMap } from './keras-reference.js'

/** A random model, an input, and what every layer makes of it. */
export interface RandomKeras {
  readonly layers: readonly TestLayer[]
  readonly input: KerasMap
  readonly values: ReadonlyMap<string, KerasMap>
}

const QUANTISERS = [
  null,
  'ste_sign',
  { class_name: 'SteSign', config: { clip_value: 1 } },
  { module: 'larq.quantizers', class_name: 'ApproxSign', config: {}, registered_name: 'ApproxSign' },
]

/** Kinds of layers that a random model may have. */
export const KINDS = [
  'conv',
  'depthwise',
  'norm',
  'pool',
  'branch',
  'pad',
  'permute',
  'reshape',
  'prelu',
] as const

/** Repeatable whole numbers from 0 to n − 1. */
export type Draw = (n: number) => number

export function draws(seed: number): Draw {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * n)
  }
}

/** A model of up to `depth` layers on a small map, and a fully connected layer at its end. */
export function randomKeras(
  seed: number,
  depth: number,
  kinds: readonly (typeof KINDS)[number][] = KINDS,
): RandomKeras {
  const draw = draws(seed)
  const pick = <T>(list: readonly T[]): T => list[draw(list.length)]
  const real = () => Math.fround((draw(4001) - 2000) / 1000)
  const array = (...shape: readonly number[]): Array32 => ({
    shape,
    data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, real),
  })
  const shape = [3 + draw(5), 3 + draw(5), 1 + draw(3)] as const
  const input: KerasMap = { shape, data: array(...shape).data }
  const layers: TestLayer[] = [
    { className: 'InputLayer', config: { name: 'image', batch_input_shape: [null, ...shape] }, inputs: [] },
  ]
  const values = new Map<string, KerasMap>([['image', input]])
  let last = 'image'
  const add = (className: string, config: object, arrays: TestLayer['arrays'] = {}, ...others: string[]) => {
    const name = `layer${layers.length}`
    const layer: TestLayer = { className, config: { name, ...config }, inputs: [last, ...others], arrays }
    values.set(
      name,
      evaluateLayer(
        layer,
        layer.inputs.map((from) => values.get(from)!),
      ),
    )
    layers.push(layer)
    last = name
  }
  for (let n = 1 + draw(depth); n > 0; n--) {
    const [height, width, channels] = values.get(last)!.shape
    const padding = pick(['same', 'valid'] as const)
    const small = padding === 'valid' ? Math.min(height, width) : 4
    switch (pick(kinds)) {
      case 'conv':
      case 'depthwise': {
        const deep = draw(2) === 0
        const kernel = [1 + draw(Math.min(3, small)), 1 + draw(Math.min(3, small))]
        const fits = Math.max(...kernel) * 2 <= small + 1
        const stride = 1 + draw(2)
        const dilation = stride === 1 && fits ? 1 + draw(2) : 1
        const groups = deep ? 1 : pick([1, channels])
        const outputs = groups * (1 + draw(3))
        const bias = draw(2) === 0
        const quantiser = pick(QUANTISERS)
        const common = {
          ...{ kernel_size: kernel, strides: [stride, stride], dilation_rate: [dilation, dilation], padding },
          ...{
            use_bias: bias,
            input_quantizer: pick(QUANTISERS),
            data_format: 'channels_last',
            activation: 'linear',
          },
          pad_values: pick([0, 0, 1, -1]),
        }
        const biasOf = (count: number) => (bias ? { bias: array(count) } : {})
        if (deep) {
          const multiplier = 1 + draw(2)
          const arrays = {
            depthwise_kernel: array(...kernel, channels, multiplier),
            ...biasOf(channels * multiplier),
          }
          add(
            'QuantDepthwiseConv2D',
            { ...common, depth_multiplier: multiplier, depthwise_quantizer: quantiser },
            arrays,
          )
        } else {
          const arrays = { kernel: array(...kernel, channels / groups, outputs), ...biasOf(outputs) }
          add('QuantConv2D', { ...common, filters: outputs, groups, kernel_quantizer: quantiser }, arrays)
        }
        break
      }
      case 'norm': {
        const [scale, center] = [draw(2) === 0, draw(2) === 0]
        const variance = {
          shape: [channels],
          data: array(channels).data.map((v) => Math.fround(v * v + 0.25)),
        }
        add(
          'BatchNormalization',
          { axis: pick([[3], 3, -1, [-1]]), epsilon: 0.001, scale, center },
          {
            ...(scale ? { gamma: array(channels) } : {}),
            ...(center ? { beta: array(channels) } : {}),
            moving_mean: array(channels),
            moving_variance: variance,
          },
        )
        break
      }
      case 'pool': {
        const size = [1 + draw(Math.min(3, small)), 1 + draw(Math.min(3, small))]
        const strides = [1 + draw(2), 1 + draw(2)]
        add(pick(['MaxPooling2D', 'AveragePooling2D']), { pool_size: size, strides, padding })
        break
      }
      case 'branch': {
        const other = last
        add(
          'PReLU',
          { shared_axes: [1, 2] },
          { alpha: { shape: [1, 1, channels], data: positive(array(channels)) } },
        )
        if (draw(2) === 0) add('Concatenate', { axis: pick([-1, 3]) }, {}, other)
        else add('Add', {}, {}, other)
        break
      }
      case 'pad':
        add('ZeroPadding2D', {
          padding: [
            [draw(2), draw(2)],
            [draw(2), draw(2)],
          ],
        })
        break
      case 'permute':
        add('Permute', {
          dims: pick([
            [1, 2, 3],
            [2, 1, 3],
            [3, 1, 2],
            [2, 3, 1],
            [3, 2, 1],
          ]),
        })
        break
      case 'reshape':
        add('Reshape', {
          target_shape: pick([
            [width, height, channels],
            [height * width, 1, channels],
            [channels, width, height],
          ]),
        })
        break
      default:
        add(
          'PReLU',
          { shared_axes: [1, 2] },
          { alpha: { shape: [1, 1, channels], data: positive(array(channels)) } },
        )
    }
  }
  add('Flatten', {})
  const inputs = values.get(last)!.data.length
  const config = {
    units: 3,
    use_bias: true,
    activation: 'linear',
    input_quantizer: pick(QUANTISERS),
    kernel_quantizer: 'ste_sign',
  }
  add('QuantDense', config, { kernel: array(inputs, 3), bias: array(3) })
  return { layers, input, values }
}

function positive({ data }: Array32): number[] {
  return data.map((value) => Math.abs(value))
}
