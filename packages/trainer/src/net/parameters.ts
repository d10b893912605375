import { DataError } from '../errors.js'

/** Values of one trained tensor. */
export interface Parameter {
  readonly shape: readonly number[]
  /** Row-major. */
  readonly values: Float32Array
}

/**
 * A trained network's tensors by name: `NAME.weight` (`[kernel, kernel, inputs, outputs]` or `[inputs, outputs]`, latent),
 * `NAME.bias`, `NAME.gamma`, `NAME.beta`, `NAME.mean`, `NAME.variance`, `NAME.slope`, `NAME.shift`, `NAME.gain`.
 */
export type Parameters = ReadonlyMap<string, Parameter>

/** The parameter of that name; its absence is a mistake of the definition. */
export function parameterOf(parameters: Parameters, name: string): Parameter {
  const parameter = parameters.get(name)
  if (parameter === undefined) {
    throw new DataError({
      what: 'cannot write a network',
      where: name,
      why: 'its definition asks for a parameter that was not trained',
      fix: 'write it with the definition that it was trained with',
    })
  }
  return parameter
}
