import type { LayerResults } from '../network/compare.js'
import type { Network } from '../network/network.js'
import { storedComplements } from '../planes/complement.js'
import type { Execution } from './execution.js'
import { readOutput, tensorValues } from './read-output.js'

/**
 * What the chip made of one input, for every layer whose result came back to the host: all of them when the program was
 * mapped with `storeAll`, and the wide values that were sent to it.
 *
 * @param network - that the program was mapped from
 * @param index - 0..batch − 1, once all passes have been taken
 * @returns codes or wide values by layer id, channel by channel; of the last layer its sums
 */
export function layerResults(network: Network, execution: Execution, index: number): LayerResults {
  const { program } = execution
  const complements = storedComplements(network)
  const results = new Map<string, ArrayLike<number>>()
  const last = program.tensors.length - 1
  for (const [tensor, { name, width, height }] of program.tensors.entries()) {
    if (tensor === last || (tensor === 0 && !program.tensors[0].wide)) continue
    const tops = complements.get(name)!
    const codes = tensorValues(program, tensor, execution.tensor(tensor, index), false)
    if (program.tensors[tensor].wide) {
      results.set(name, codes)
      continue
    }
    const turn = (code: number, at: number) => {
      const top = tops[Math.floor(at / (width * height))]
      return top < 0 ? code : top - code
    }
    results.set(name, codes.map(turn))
  }
  return results.set(program.tensors[last].name, readOutput(execution, index))
}
