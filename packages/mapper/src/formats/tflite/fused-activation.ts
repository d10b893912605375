import { scalar } from '../../graph/tensor.js'
import type { GraphBuilder } from '../graph-builder.js'
import { makeValue, type Value } from '../tensorflow/value.js'

/** schema.fbs, `ActivationFunctionType`. */
const ACTIVATION = { none: 0, relu: 1, reluN1To1: 2, relu6: 3, tanh: 4 } as const

/** The activation that an operator applies to its result; RangeError for one that is not read. */
export function fusedActivation(b: GraphBuilder, x: Value, name: string, kind: number): Value {
  switch (kind) {
    case ACTIVATION.none:
      return x
    case ACTIVATION.relu:
      return makeValue(b.node('Relu', `${name}/relu`, [x.tensor]), x.shape)
    case ACTIVATION.reluN1To1:
      return limit(b, x, `${name}/relu`, -1, 1)
    case ACTIVATION.relu6:
      return limit(b, x, `${name}/relu`, 0, 6)
    case ACTIVATION.tanh:
      return makeValue(b.node('Tanh', `${name}/tanh`, [x.tensor]), x.shape)
    default:
      throw new RangeError(`fused activation ${kind} is not read`)
  }
}

/** Values limited to a range. */
export function limit(b: GraphBuilder, x: Value, name: string, low: number, high: number): Value {
  const limits = [b.constant(`${name}/min`, scalar(low)), b.constant(`${name}/max`, scalar(high))]
  return makeValue(b.node('Clip', name, [x.tensor, ...limits]), x.shape)
}
