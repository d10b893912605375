import { transpose } from '../../operators/shapes.js'
import { convolve, dense, depthwise, perChannel } from '../tensorflow/convolution.js'
import { flatten } from '../tensorflow/shapes.js'
import { channelsOf, type Value } from '../tensorflow/value.js'
import { fusedActivation } from './fused-activation.js'
import { paddingOf } from './lce-operators.js'
import type { OperatorUse } from './operator-use.js'
import { byteOption, sizeOption } from './options.js'

/** Filter [output, height, width, input / groups]. */
export function convolution(use: OperatorUse): Value {
  const { b, name } = use
  const x = use.value(0)
  const filter = use.constant(1)
  if (filter.shape.length !== 4) throw new RangeError(`its filter has ${filter.shape.length} axes, not 4`)
  const sums = convolve(b, x, {
    name,
    kernel: transpose(filter, [1, 2, 3, 0]),
    strides: [sizeOption(use, 2, 1), sizeOption(use, 1, 1)],
    dilations: [sizeOption(use, 5, 1), sizeOption(use, 4, 1)],
    padding: paddingOf(byteOption(use, 0)),
    padValue: 0,
    groups: channelsOf(x) / filter.shape[3],
  })
  return finish(use, sums, byteOption(use, 3))
}

/** Filter [1, height, width, channels × multiplier]. */
export function depthwiseConvolution(use: OperatorUse): Value {
  const { b, name } = use
  const x = use.value(0)
  const { shape, data } = use.constant(1)
  const multiplier = shape[3] / channelsOf(x)
  if (shape.length !== 4 || shape[0] !== 1 || !Number.isInteger(multiplier)) {
    throw new RangeError(`a filter of ${shape.join('×')} on ${channelsOf(x)} channels`)
  }
  const sums = depthwise(b, x, {
    name,
    kernel: { shape: [shape[1], shape[2], channelsOf(x), multiplier], data },
    strides: [sizeOption(use, 2, 1), sizeOption(use, 1, 1)],
    dilations: [sizeOption(use, 6, 1), sizeOption(use, 5, 1)],
    padding: paddingOf(byteOption(use, 0)),
    padValue: 0,
  })
  return finish(use, sums, byteOption(use, 4))
}

/** Filter [outputs, inputs]; maps become vectors unless `keep_num_dims` says otherwise. */
export function fullyConnected(use: OperatorUse): Value {
  const { b, name } = use
  const filter = use.constant(1)
  if (filter.shape.length !== 2) throw new RangeError(`its filter has ${filter.shape.length} axes, not 2`)
  if (byteOption(use, 1) !== 0) throw new RangeError('its weights are shuffled')
  const x = byteOption(use, 2) ? use.value(0) : flatten(b, use.value(0), `${name}/flat`)
  return finish(use, dense(b, x, name, transpose(filter, [1, 0])), byteOption(use, 0))
}

/** The bias operand, when there is one, and the fused activation. */
function finish(use: OperatorUse, sums: Value, activation: number): Value {
  const { b, name } = use
  const biased =
    use.tensor(2) === undefined ? sums : perChannel(b, sums, 'Add', `${name}/bias`, use.constant(2))
  return fusedActivation(b, biased, name, activation)
}
