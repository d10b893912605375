import type { UnsupportedError } from '../errors.js'
import { nodeLabel, type SourceNode } from '../graph/source-graph.js'
import { InputSource } from './input-source.js'
import { drafts, type Value } from './value.js'

/** A tensor that only the host can compute, and why. */
export interface HostValue {
  readonly kind: 'host'
  readonly tensor: string
  readonly reason: UnsupportedError
  /** Whether it is computed from the network's input alone, so that it may be a stem's. */
  readonly ofInput: boolean
}

/** Whether a value is computed from the network's input alone. */
export function isOfInput(value: Value | HostValue): boolean {
  if (value.kind === 'host') return value.ofInput
  return drafts(value).every((draft) => draft instanceof InputSource && draft.ofInput)
}

/** Why the host computes an operand, each reason once; and that its result meets one of the chip, where it does. */
export function hostReasons(
  node: SourceNode,
  operands: readonly (Value | HostValue | undefined)[],
): UnsupportedError['nodes'] {
  const reasons = operands.flatMap((operand) => (operand?.kind === 'host' ? operand.reason.nodes : []))
  const meets = operands.some((operand) => operand && operand.kind !== 'host' && !isOfInput(operand))
  if (reasons.length > 0 && meets) {
    const reason =
      'it joins a real map of the host and one of the chip; such maps are added, and nothing else'
    reasons.push({ node: nodeLabel(node), reason })
  }
  return oneEach(reasons)
}

/** The reasons, one a node: the first one given. */
export function oneEach(reasons: UnsupportedError['nodes']): UnsupportedError['nodes'] {
  return [...new Map(reasons.toReversed().map((entry) => [entry.node, entry])).values()].toReversed()
}
