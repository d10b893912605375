import { pad } from '../tensorflow/convolution.js'
import { concatenate, reshape } from '../tensorflow/shapes.js'
import type { Value } from '../tensorflow/value.js'
import { fusedActivation } from './fused-activation.js'
import type { OperatorUse } from './operator-use.js'
import { byteOption } from './options.js'

export function concatenation(use: OperatorUse): Value {
  const values = use.operator.inputs.map((_, i) => use.value(i))
  const axis = use.options?.int32(0) ?? 0
  if (axis === 0 || values.length === 0) throw new RangeError('it joins along the batch')
  const joined = concatenate(use.b, values, use.name, axis > 0 ? axis - 1 : axis)
  return fusedActivation(use.b, joined, use.name, byteOption(use, 1))
}

/** To the shape of the result, whose first axis is the batch. */
export function reshaping(use: OperatorUse): Value {
  const [batch, ...shape] = use.output.shape
  if (batch !== 1 || shape.length === 0) throw new RangeError(`its result has a batch of ${batch}`)
  return reshape(use.b, use.value(0), use.name, shape)
}

/** Paddings [axis][before, after], the batch first; PADV2 has the value as third operand. */
export function padding(use: OperatorUse): Value {
  const x = use.value(0)
  const { data } = use.stored(1)
  const paddings = Array.from({ length: data.length / 2 }, (_, i) => ({
    before: data[2 * i],
    after: data[2 * i + 1],
  }))
  const [batch, ...axes] = paddings
  const channels = axes.pop()
  const none = [batch, channels].every((axis) => axis?.before === 0 && axis.after === 0)
  const fits =
    axes.length === x.shape.length - 1 && axes.every(({ before, after }) => Math.min(before, after) >= 0)
  if (!none || !fits) throw new RangeError('it pads other axes than those of the pixels')
  const value = use.tensor(2) === undefined ? 0 : use.constant(2).data[0]
  return pad(use.b, x, use.name, axes, value)
}
