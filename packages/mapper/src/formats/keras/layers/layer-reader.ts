import type { Tensor } from '../../../graph/tensor.js'
import type { GraphBuilder } from '../../graph-builder.js'
import type { Value } from '../../tensorflow/value.js'
import type { LayerWeights } from '../layer-weights.js'
import type { Config } from '../model-config.js'

/** One use of a layer. */
export interface LayerUse {
  readonly b: GraphBuilder
  readonly name: string
  readonly config: Config
  readonly inputs: readonly Value[]
  readonly weights: LayerWeights
}

/** How a class of layers becomes nodes; a RangeError says what cannot be read. */
export interface LayerReader {
  /** Names of its arrays in the order of its variables. @defaultValue none */
  readonly variables?: (config: Config) => readonly string[]
  readonly read: (use: LayerUse) => Value
}

/** The only operand of a layer. */
export function onlyInput({ inputs }: LayerUse): Value {
  if (inputs.length !== 1) throw new RangeError(`it has ${inputs.length} operands, not 1`)
  return inputs[0]
}

/** An array that the layer needs, under one of its names. */
export function arrayOf({ weights }: LayerUse, ...names: readonly string[]): Tensor {
  for (const name of names) {
    const array = weights(name)
    if (array !== undefined) return array
  }
  throw new RangeError(`the file has no array "${names[0]}" for it`)
}

/** `kernel` names and then `bias`, when the layer has one. */
export function withBias(...kernels: readonly string[]): (config: Config) => readonly string[] {
  return ({ use_bias: bias = true }) => (bias ? [...kernels, 'bias'] : kernels)
}
