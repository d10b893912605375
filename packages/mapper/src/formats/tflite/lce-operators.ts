import { toReference } from 'flatbuffers/js/flexbuffers.js'
import { scalar, type Tensor, tensor } from '../../graph/tensor.js'
import { convolve, perChannel } from '../tensorflow/convolution.js'
import { pool } from '../tensorflow/pooling.js'
import { channelsOf, makeValue, type Value } from '../tensorflow/value.js'
import { fusedActivation } from './fused-activation.js'
import type { OperatorReader, OperatorUse } from './operator-use.js'
import { quantiseTo } from './quantisation.js'
import { TENSOR_TYPE } from './schema.js'

/** Channels of a word of bits. */
const WORD_BITS = 32

const SIZE_MAX = 4096

/**
 * Operators of Larq Compute Engine (version 0.3 to 0.13).
 *
 * Its bits are 0 for +1 and 1 for −1, packed along the channels; the graph holds them as ±1, one element a channel.
 */
export const LCE_OPERATORS: Readonly<Record<string, OperatorReader>> = {
  LceQuantize: (use) => {
    const x = use.value(0)
    return makeValue(
      use.b.node('BipolarQuant', use.name, [x.tensor, use.b.constant(`${use.name}/scale`, scalar(1))]),
      x.shape,
    )
  },
  LceDequantize: (use) => {
    const x = use.value(0)
    if (use.output.type !== TENSOR_TYPE.float32) throw new RangeError('only float results are read')
    return makeValue(use.b.node('Identity', use.name, [x.tensor]), x.shape)
  },
  // The AND of bits is the largest of the numbers
  LceBMaxPool2d: (use) => {
    const size = optionReader(use)
    const window = [size('filter_height'), size('filter_width')]
    const strides = [size('stride_height'), size('stride_width')]
    return pool(use.b, use.value(0), {
      name: use.name,
      kind: 'max',
      window,
      strides,
      padding: paddingOf(size('padding')),
    })
  },
  LceBconv2d: binaryConvolution,
}

function binaryConvolution(use: OperatorUse): Value {
  const { b, name, output } = use
  const option = optionReader(use)
  const x = use.value(0)
  const inChannels = option('channels_in')
  if (inChannels !== channelsOf(x))
    throw new RangeError(`channels_in is ${inChannels}, its input has ${channelsOf(x)}`)
  const kernel = unpackFilter(use.stored(1), inChannels)
  const padding = paddingOf(option('padding'))
  const padValue = option('pad_values')
  if (padValue > 1) throw new RangeError(`pad_values is ${padValue}; 0 and 1 are read`)
  const bits = output.type === TENSOR_TYPE.int32
  const activation = option('fused_activation_function')
  const groupChannels = kernel.shape[2]
  if (padding === 'same' && padValue === 0 && bits && groupChannels % 2 !== 0) {
    throw new RangeError('zero padding of an odd number of channels has no exact bits')
  }
  const sums = convolve(b, x, {
    ...{ name, kernel, padding, padValue, groups: inChannels / groupChannels },
    strides: [option('stride_height'), option('stride_width')],
    dilations: [option('dilation_height_factor'), option('dilation_width_factor')],
  })
  if (bits) return thresholded(use, sums, kernel)
  const clamped = fusedActivation(b, sums, name, activation)
  const product = perChannel(b, clamped, 'Mul', `${name}/multiplied`, use.constant(2))
  const result = perChannel(b, product, 'Add', `${name}/biased`, use.constant(3))
  return output.type === TENSOR_TYPE.float32 ? result : quantiseTo(b, result, `${name}/quantised`, output)
}

/** Bit 1, which is −1, above `threshold` unequal bits: so +1 while sum ≥ taps − 2 × threshold. */
function thresholded(use: OperatorUse, sums: Value, kernel: Tensor): Value {
  const { b, name } = use
  const { data } = use.stored(4)
  if (data.length !== channelsOf(sums))
    throw new RangeError(`${data.length} thresholds for ${channelsOf(sums)} channels`)
  const taps = kernel.shape[0] * kernel.shape[1] * kernel.shape[2]
  const limits = b.constant(
    `${name}/thresholds`,
    tensor(
      data.map((threshold) => taps - 2 * threshold),
      [data.length, 1],
    ),
  )
  const attributes = { out_scale: 2, out_bias: -1 }
  return makeValue(b.node('MultiThreshold', `${name}/bits`, [sums.tensor, limits], attributes), sums.shape)
}

/** Weights [height, width, input channels / groups, output channels] of packed ones [output, height, width, words]. */
function unpackFilter({ shape, data }: Tensor, inChannels: number): Tensor {
  const [outChannels, height, width, words] = shape
  if (shape.length !== 4) throw new RangeError(`its filter has ${shape.length} axes, not 4`)
  const allWords = Math.ceil(inChannels / WORD_BITS)
  const groups = allWords / words
  const channels = inChannels / groups
  if (!Number.isInteger(groups) || (groups > 1 && channels % WORD_BITS !== 0) || outChannels % groups !== 0) {
    throw new RangeError(`its filter has ${words} words of channels, ${inChannels} channels have ${allWords}`)
  }
  const taps = height * width
  const weights = new Float64Array(taps * channels * outChannels)
  for (let out = 0; out < outChannels; out++) {
    for (let tap = 0; tap < taps; tap++) {
      for (let c = 0; c < channels; c++) {
        const word = data[(out * taps + tap) * words + Math.floor(c / WORD_BITS)]
        weights[(tap * channels + c) * outChannels + out] = (word >>> (c % WORD_BITS)) & 1 ? -1 : 1
      }
    }
  }
  return { shape: [height, width, channels, outChannels], data: weights }
}

/** Reads whole numbers of the operator's options, a FlexBuffers map. */
function optionReader({ operator }: OperatorUse): (key: string) => number {
  const bytes = operator.customOptions
  if (bytes === undefined) throw new RangeError('it has no options')
  return (key) => {
    const value = readOption(bytes, key)
    if (value === undefined || !(value >= 0 && value <= SIZE_MAX)) {
      throw new RangeError(`its option ${key} is ${value ?? 'missing or damaged'}`)
    }
    return value
  }
}

/** Undefined when the map is damaged or has no such number. */
function readOption(bytes: Uint8Array, key: string): number | undefined {
  try {
    const map = toReference(Uint8Array.from(bytes).buffer)
    // Declared for indices of vectors alone, but maps take their keys
    const value = map.isMap() ? map.get(key as unknown as number) : undefined
    const number = value?.isInt() ? Number(value.intValue()) : undefined
    return Number.isInteger(number) ? number : undefined
  } catch {
    // The library throws texts and RangeErrors for damaged bytes and for absent keys alike
    return undefined
  }
}

/** schema.fbs, `Padding`. */
export function paddingOf(code: number): 'same' | 'valid' {
  if (code !== 0 && code !== 1) throw new RangeError(`padding ${code} is not read`)
  return code === 0 ? 'same' : 'valid'
}
