import type { Array32, TestLayer } from './keras-builder.js'

/** A map of a Keras model: [height, width, channels], channels last. */
export interface KerasMap {
  readonly shape: readonly [number, number, number]
  readonly data: readonly number[]
}

type Config = Readonly<Record<string, never>> & Record<string, unknown>

const at = (
  { shape: [height, width, channels], data }: KerasMap,
  y: number,
  x: number,
  c: number,
  outside: number,
) => (y < 0 || x < 0 || y >= height || x >= width ? outside : data[(y * width + x) * channels + c])

function makeMap(
  shape: readonly [number, number, number],
  value: (y: number, x: number, c: number) => number,
): KerasMap {
  const data: number[] = []
  for (let y = 0; y < shape[0]; y++)
    for (let x = 0; x < shape[1]; x++) for (let c = 0; c < shape[2]; c++) data.push(value(y, x, c))
  return { shape, data }
}

/** Results and elements in front on one axis, as TensorFlow's documentation of `padding` states them. */
function axis(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  same: boolean,
): [number, number] {
  const reach = (kernel - 1) * dilation + 1
  if (!same) return [Math.ceil((size - reach + 1) / stride), 0]
  const total = size % stride === 0 ? Math.max(reach - stride, 0) : Math.max(reach - (size % stride), 0)
  return [Math.ceil(size / stride), Math.floor(total / 2)]
}

/** Sign as Larq's ste_sign has it; the value itself without a quantiser. */
const quantised = (quantiser: unknown, value: number) => (quantiser ? (value >= 0 ? 1 : -1) : value)

/** One layer, evaluated straight from its definition. */
export function evaluateLayer(
  { className, config, arrays = {} }: TestLayer,
  inputs: readonly KerasMap[],
): KerasMap {
  const [x] = inputs
  const c = config as Config
  const [height, width, channels] = x.shape
  switch (className) {
    case 'QuantConv2D':
    case 'QuantDepthwiseConv2D':
      return convolution(className === 'QuantDepthwiseConv2D', c, arrays, x)
    case 'BatchNormalization': {
      const [gamma, beta] = [arrays.gamma?.data, arrays.beta?.data]
      const epsilon = Math.fround(c.epsilon as number)
      return makeMap(x.shape, (y, px, ch) => {
        const deviation = Math.sqrt(arrays.moving_variance.data[ch] + epsilon)
        const normal = (at(x, y, px, ch, 0) - arrays.moving_mean.data[ch]) / deviation
        return normal * (gamma?.[ch] ?? 1) + (beta?.[ch] ?? 0)
      })
    }
    case 'MaxPooling2D':
    case 'AveragePooling2D': {
      const [kh, kw] = c.pool_size as unknown as number[]
      const [sy, sx] = c.strides as unknown as number[]
      const same = c.padding === ('same' as unknown)
      const [oh, top] = axis(height, kh, sy, 1, same)
      const [ow, left] = axis(width, kw, sx, 1, same)
      return makeMap([oh, ow, channels], (y, px, ch) => {
        const seen: number[] = []
        for (let ky = 0; ky < kh; ky++)
          for (let kx = 0; kx < kw; kx++) {
            const value = at(x, y * sy - top + ky, px * sx - left + kx, ch, Number.NaN)
            if (!Number.isNaN(value)) seen.push(value)
          }
        if (className === 'MaxPooling2D') return Math.max(...seen)
        return seen.reduce((sum, value) => sum + value, 0) / seen.length
      })
    }
    case 'Concatenate':
      return makeMap([height, width, inputs.reduce((sum, { shape }) => sum + shape[2], 0)], (y, px, ch) =>
        ch < channels ? at(x, y, px, ch, 0) : at(inputs[1], y, px, ch - channels, 0),
      )
    case 'Add':
      return makeMap(x.shape, (y, px, ch) => at(x, y, px, ch, 0) + at(inputs[1], y, px, ch, 0))
    case 'ZeroPadding2D': {
      const [[top, bottom], [left, right]] = c.padding as unknown as number[][]
      return makeMap([height + top + bottom, width + left + right, channels], (y, px, ch) =>
        at(x, y - top, px - left, ch, 0),
      )
    }
    case 'Permute': {
      const axes = (c.dims as unknown as number[]).map((dim) => dim - 1)
      const shape = axes.map((from) => x.shape[from]) as [number, number, number]
      return makeMap(shape, (...index) => {
        const source = [0, 0, 0]
        for (const [i, from] of axes.entries()) source[from] = index[i]
        return at(x, source[0], source[1], source[2], 0)
      })
    }
    case 'Reshape':
      return { shape: c.target_shape as unknown as KerasMap['shape'], data: x.data }
    case 'PReLU':
      return makeMap(x.shape, (y, px, ch) => {
        const value = at(x, y, px, ch, 0)
        return value < 0 ? value * arrays.alpha.data[ch] : value
      })
    case 'Flatten':
      return { shape: [1, 1, x.data.length], data: x.data }
    case 'QuantDense': {
      const units = c.units as unknown as number
      const { data: kernel } = arrays.kernel
      return makeMap([1, 1, units], (_y, _x, o) =>
        x.data.reduce(
          (sum, value, i) =>
            sum + quantised(c.input_quantizer, value) * quantised(c.kernel_quantizer, kernel[i * units + o]),
          arrays.bias?.data[o] ?? 0,
        ),
      )
    }
    default:
      throw new Error(`no reference for ${className}`)
  }
}

function convolution(
  depthwise: boolean,
  c: Config,
  arrays: Readonly<Record<string, Array32>>,
  x: KerasMap,
): KerasMap {
  const [height, width, channels] = x.shape
  const { shape, data } = arrays[depthwise ? 'depthwise_kernel' : 'kernel']
  const [kh, kw, kin, kout] = shape
  const [sy, sx] = c.strides as unknown as number[]
  const [dy, dx] = c.dilation_rate as unknown as number[]
  const same = c.padding === ('same' as unknown)
  const [oh, top] = axis(height, kh, sy, dy, same)
  const [ow, left] = axis(width, kw, sx, dx, same)
  const outputs = depthwise ? kin * kout : kout
  const quantiser = depthwise ? c.depthwise_quantizer : c.kernel_quantizer
  const groups = channels / kin
  return makeMap([oh, ow, outputs], (y, px, o) => {
    let sum = arrays.bias?.data[o] ?? 0
    for (let ky = 0; ky < kh; ky++)
      for (let kx = 0; kx < kw; kx++)
        for (let i = 0; i < (depthwise ? 1 : kin); i++) {
          const from = depthwise ? Math.floor(o / kout) : Math.floor(o / (kout / groups)) * kin + i
          const weight = depthwise
            ? data[((ky * kw + kx) * kin + from) * kout + (o % kout)]
            : data[((ky * kw + kx) * kin + i) * kout + o]
          const [iy, ix] = [y * sy - top + ky * dy, px * sx - left + kx * dx]
          const inside = iy >= 0 && ix >= 0 && iy < height && ix < width
          const value = inside
            ? quantised(c.input_quantizer, at(x, iy, ix, from, 0))
            : (c.pad_values as unknown as number)
          sum += value * quantised(quantiser, weight)
        }
    return sum
  })
}
