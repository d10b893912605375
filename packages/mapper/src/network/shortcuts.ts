import type { SourceNode } from '../graph/source-graph.js'
import { findOperator } from '../operators/table.js'
import type { GraphState } from './graph-state.js'
import { type HostValue, isOfInput } from './host-value.js'
import type { Value } from './value.js'

type Operands = readonly (Value | HostValue | undefined)[]

const ADDS = new Set(['Add', 'Sub'])

/** Averages of the chip's sums that the host would make, but that a node adds to other maps. */
export function addedAverages(
  node: SourceNode,
  operands: Operands,
  { makers, values }: GraphState,
): string[] {
  if (!ADDS.has(node.operator)) return []
  const averages: string[] = []
  for (const [i, operand] of operands.entries()) {
    if (operand?.kind !== 'host' || operand.ofInput || operands[1 - i] === undefined) continue
    for (let tensor: string | undefined = node.inputs[i]; tensor !== undefined; ) {
      const maker: SourceNode | undefined = makers.get(tensor)
      const from: string | undefined = maker?.inputs.find((name) => values.has(name))
      const operator = maker && findOperator(maker)
      const isAverage = typeof operator === 'object' && operator.kind === 'average'
      if (isAverage && from && values.get(from)?.kind !== 'host') averages.push(tensor)
      tensor = values.get(from ?? '')?.kind === 'host' ? from : undefined
    }
  }
  return averages
}

/** Where a node adds a real map of the host to one of the chip: the tensor that the host hands over instead; else undefined. */
export function shortcutEntry(node: SourceNode, operands: Operands, state: GraphState): string | undefined {
  if (operands.length !== 2 || !ADDS.has(node.operator)) return undefined
  const i = operands.findIndex((operand) => operand?.kind === 'host' && operand.ofInput)
  const other = operands[1 - i]
  if (i < 0 || other === undefined || other.kind === 'host' || isOfInput(other)) return undefined
  let tensor = node.inputs[i]
  for (;;) {
    const maker = state.makers.get(tensor)
    const before = maker?.inputs.filter((name) => state.values.has(name)) ?? []
    const [from] = before
    if (state.uses.get(tensor)! > 1 || before.length !== 1 || from === state.source.input.name) return tensor
    tensor = from
  }
}
