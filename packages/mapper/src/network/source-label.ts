import { interpret } from '../graph/interpret.js'
import { largestIndices } from '../operators/heads.js'
import { inputValue } from './input-code.js'
import type { Network } from './network.js'

/** The class that the source graph itself gives an input, in float64; the lowest one on ties. */
export function sourceLabel({ source, input }: Pick<Network, 'source' | 'input'>, bytes: Uint8Array): number {
  const values = interpret(
    source,
    Array.from(bytes, (byte) => inputValue(input.scale, byte)),
  )
  const [output] = source.outputs
  const maker = source.nodes.find(({ outputs }) => outputs.includes(output))!
  if (maker.operator === 'ArgMax') return values.get(output)!.data[0]
  const scores = maker.operator === 'TopK' ? maker.inputs[0] : output
  return largestIndices(values.get(scores)!.data, 1)[0]
}
