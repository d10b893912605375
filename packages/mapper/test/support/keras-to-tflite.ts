import type { Array32, TestLayer } from './keras-builder.js'
import type { KerasMap } from './keras-reference.js'
import { TfliteBuilder } from './tflite-builder.js'

type Numbers = readonly number[]
type Config = Readonly<Record<string, unknown>>

const PADDING = { same: 0, valid: 1 } as const

/**
 * A TensorFlow Lite file that computes what a test model does, one operator or a few for each layer.
 *
 * @param values - result of each layer, for its shape
 */
export function tfliteOf(layers: readonly TestLayer[], values: ReadonlyMap<string, KerasMap>): Uint8Array {
  const b = new TfliteBuilder()
  const results = new Map<string, number>()
  let counter = 0
  const shapeOf = (name: string) => [1, ...values.get(name)!.shape]
  const computed = (shape: Numbers) => b.tensor(`t${counter++}`, shape)
  const constant = (shape: Numbers, data: Numbers) => b.constant(`c${counter++}`, shape, data)
  const integers = (data: Numbers, shape: Numbers = [data.length]) =>
    b.constant(`i${counter++}`, shape, data, 'int32')
  const bipolar = (x: number, shape: Numbers) => {
    const bits = b.tensor(`b${counter++}`, [...shape.slice(0, -1), Math.ceil(shape[shape.length - 1] / 32)], {
      type: 'int32',
    })
    return b.custom('LceDequantize', [b.custom('LceQuantize', [x], bits)], computed(shape))
  }
  const sign = ({ shape, data }: Array32, quantiser: unknown): Array32 => ({
    shape,
    data: quantiser ? data.map((w) => (w >= 0 ? 1 : -1)) : data,
  })
  for (const { className, config, inputs, arrays = {} } of layers) {
    const name = config.name as string
    const shape = values.has(name) ? shapeOf(name) : []
    const operands = inputs.map((from) => results.get(from)!)
    const [x] = operands
    const inShape = inputs.length > 0 ? shapeOf(inputs[0]) : []
    const [height, width] = pair(config, 'strides')
    switch (className) {
      case 'InputLayer':
        results.set(name, b.tensor('image', shape))
        break
      case 'QuantConv2D':
      case 'QuantDepthwiseConv2D': {
        const deep = className === 'QuantDepthwiseConv2D'
        const kernel = sign(
          deep ? arrays.depthwise_kernel : arrays.kernel,
          deep ? config.depthwise_quantizer : config.kernel_quantizer,
        )
        const [kh, kw, kin, kout] = kernel.shape
        const filter = deep
          ? constant([1, kh, kw, kin * kout], kernel.data)
          : constant([kout, kh, kw, kin], outputFirst(kernel))
        const quantised = config.input_quantizer ? bipolar(x, inShape) : x
        const [dy, dx] = pair(config, 'dilation_rate')
        const padded = padAround(quantised, inShape, config, [kh, kw])
        const operand = [
          padded,
          filter,
          ...(arrays.bias ? [constant([arrays.bias.data.length], arrays.bias.data)] : []),
        ]
        const own = config.pad_values !== 0
        const padding = own ? PADDING.valid : PADDING[config.padding as 'same' | 'valid']
        const common = { 0: { int8: padding }, 1: { int32: width }, 2: { int32: height } } as const
        const result = computed(shape)
        if (deep) {
          b.operator('DEPTHWISE_CONV_2D', operand, result, {
            ...common,
            3: { int32: kout },
            5: { int32: dx },
            6: { int32: dy },
          })
        } else {
          b.operator('CONV_2D', operand, result, { ...common, 4: { int32: dx }, 5: { int32: dy } })
        }
        results.set(name, result)
        break
      }
      case 'MaxPooling2D':
      case 'AveragePooling2D': {
        const [kh, kw] = pair(config, 'pool_size')
        const kind = className === 'MaxPooling2D' ? 'MAX_POOL_2D' : 'AVERAGE_POOL_2D'
        const padding = PADDING[config.padding as 'same' | 'valid']
        const options = {
          0: { int8: padding },
          1: { int32: width },
          2: { int32: height },
          3: { int32: kw },
          4: { int32: kh },
        }
        results.set(name, b.operator(kind, [x], computed(shape), options))
        break
      }
      case 'PReLU':
        results.set(
          name,
          b.operator('PRELU', [x, constant(arrays.alpha.shape, arrays.alpha.data)], computed(shape)),
        )
        break
      case 'Concatenate':
        results.set(
          name,
          b.operator('CONCATENATION', operands, computed(shape), { 0: { int32: config.axis as number } }),
        )
        break
      case 'Add':
        results.set(name, b.operator('ADD', operands, computed(shape)))
        break
      case 'ZeroPadding2D': {
        const pads = [0, 0, ...(config.padding as number[][]).flat(), 0, 0]
        results.set(name, b.operator('PAD', [x, integers(pads, [4, 2])], computed(shape)))
        break
      }
      case 'Reshape':
        results.set(name, b.operator('RESHAPE', [x, integers(shape)], computed(shape)))
        break
      case 'Flatten': {
        const flat = [1, shape[3]]
        results.set(name, b.operator('RESHAPE', [x, integers(flat)], computed(flat)))
        break
      }
      case 'QuantDense': {
        const kernel = sign(arrays.kernel, config.kernel_quantizer)
        const [size, units] = kernel.shape
        const quantised = config.input_quantizer ? bipolar(x, [1, size]) : x
        const operand = [
          quantised,
          constant([units, size], outputFirst(kernel)),
          constant([units], arrays.bias.data),
        ]
        results.set(name, b.operator('FULLY_CONNECTED', operand, computed([1, units])))
        break
      }
      default:
        throw new Error(`no operator for ${className}`)
    }
  }

  /** Padding with another value than 0 is an operator of its own. */
  function padAround(x: number, shape: Numbers, config: Config, kernel: Numbers): number {
    if (config.pad_values === 0 || config.padding === 'valid') return x
    const [strides, dilations] = [pair(config, 'strides'), pair(config, 'dilation_rate')]
    const pads = kernel.map((size, axis) => {
      const reach = (size - 1) * dilations[axis] + 1
      const rest = shape[axis + 1] % strides[axis]
      const total = Math.max(0, reach - (rest === 0 ? strides[axis] : rest))
      return [Math.floor(total / 2), Math.ceil(total / 2)]
    })
    const result = shape.map((size, axis) => size + (pads[axis - 1]?.[0] ?? 0) + (pads[axis - 1]?.[1] ?? 0))
    const operands = [
      x,
      integers([0, 0, ...pads.flat(), 0, 0], [4, 2]),
      constant([], [config.pad_values as number]),
    ]
    return b.operator('PADV2', operands, computed(result))
  }
  const [first, last] = [layers[0], layers[layers.length - 1]].map(
    ({ config }) => results.get(config.name as string)!,
  )
  return b.build(first, last)
}

function pair(config: Config, key: string): Numbers {
  return (config[key] as Numbers | undefined) ?? [1, 1]
}

/** Elements [output][rest…] of an array [rest…][output]. */
function outputFirst({ shape, data }: Array32): number[] {
  const outputs = shape[shape.length - 1]
  const rest = data.length / outputs
  return Array.from(data, (_, i) => data[(i % rest) * outputs + Math.floor(i / rest)])
}
