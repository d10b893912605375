import type { LayerResults } from '../network/compare.js'
import type { Network } from '../network/network.js'
import { storedComplements } from '../planes/complement.js'
import { withoutPaddedPools } from '../planes/padded-pools.js'
import type { Execution } from './execution.js'
import { readBetween } from './host-meta.js'
import { readOutput } from './read-output.js'
import { heldIntegers, sourceCodes, tensorValues } from './tensor-values.js'

/**
 * What was made of one input, for every layer whose result came back to the host: all of them when the program was mapped
 * with `storeAll`; for what the host sent between layers, and the wide values that it sent at first.
 *
 * @param network - that the program was mapped from
 * @param index - 0..batch − 1, once all passes have been taken
 * @returns codes or wide values by layer id, channel by channel; of the last layer its sums
 */
export function layerResults(network: Network, execution: Execution, index: number): LayerResults {
  const { program } = execution
  const complements = storedComplements(withoutPaddedPools(network))
  const results = new Map<string, ArrayLike<number>>()
  const last = program.tensors.length - 1
  const sums = new Map(
    readBetween(program).segments.flatMap(({ inputs }) =>
      inputs.flatMap((input) => (input.readout ? [[input.held, input] as const] : [])),
    ),
  )
  for (const [tensor, { name }] of program.tensors.entries()) {
    if (tensor === last || (tensor === 0 && !program.tensors[0].wide)) continue
    const words = execution.tensor(tensor, index)
    const taken = sums.get(tensor)
    if (taken !== undefined) {
      results.set(name, heldIntegers(program, taken, words))
      continue
    }
    const codes = tensorValues(program, tensor, words, false)
    results.set(name, program.tensors[tensor].wide ? codes : sourceCodes(complements.get(name)!, codes))
  }
  return results.set(program.tensors[last].name, readOutput(execution, index))
}
