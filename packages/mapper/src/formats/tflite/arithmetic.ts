import { elementCount, tensor } from '../../graph/tensor.js'
import { add } from '../tensorflow/shapes.js'
import { channelShape, channelsOf, makeValue, type Value } from '../tensorflow/value.js'
import { fusedActivation } from './fused-activation.js'
import type { OperatorUse } from './operator-use.js'

/** Elementwise arithmetic of two values, or of a value and one constant a channel or for all. */
export function arithmetic(use: OperatorUse, operator: 'Add' | 'Sub' | 'Mul' | 'Div'): Value {
  return fusedActivation(use.b, combined(use, operator), use.name, use.options?.int8(0) ?? 0)
}

function combined(use: OperatorUse, operator: string): Value {
  const { b, name } = use
  if (use.isComputed(0) && use.isComputed(1)) {
    const [left, right] = [use.value(0), use.value(1)]
    if (operator === 'Add') return add(b, [left, right], name)
    if (left.shape.join() !== right.shape.join()) throw new RangeError('its operands differ in shape')
    return makeValue(b.node(operator, name, [left.tensor, right.tensor]), left.shape)
  }
  const computed = use.isComputed(0) ? 0 : 1
  const x = use.value(computed)
  const { shape, data } = use.constant(1 - computed)
  const channels = channelsOf(x)
  if (elementCount(shape) !== 1 && (elementCount(shape) !== channels || shape.at(-1) !== channels)) {
    throw new RangeError(
      `a constant of ${shape.join('×')} on ${channels} channels; one value a channel is read`,
    )
  }
  const values = tensor(data, data.length === 1 ? [] : channelShape(x, channels))
  const constant = b.constant(`${name}/constant`, values)
  const inputs = computed === 0 ? [x.tensor, constant] : [constant, x.tensor]
  return makeValue(b.node(operator, name, inputs), x.shape)
}
