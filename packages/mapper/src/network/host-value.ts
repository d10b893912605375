import { UnsupportedError } from '../errors.js'
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
  return value.kind === 'host' ? value.ofInput : drafts(value).every((draft) => draft instanceof InputSource)
}

/** Why the host computes an operand, each reason once; and that its result meets one of the chip, where it does. */
export function hostReasons(
  node: SourceNode,
  operands: readonly (Value | HostValue | undefined)[],
): UnsupportedError['nodes'] {
  const reasons = new Map<string, UnsupportedError['nodes'][number]>()
  for (const operand of operands) {
    if (operand?.kind !== 'host') continue
    for (const entry of operand.reason.nodes) reasons.set(entry.node, entry)
  }
  const meets = operands.some((operand) => operand && operand.kind !== 'host' && !isOfInput(operand))
  if (reasons.size > 0 && meets) {
    const reason =
      'it joins a real map of the host and one of the chip; such maps are added, and nothing else'
    reasons.set(nodeLabel(node), { node: nodeLabel(node), reason })
  }
  return [...reasons.values()]
}

/** A layer that must run on the chip cannot. */
export class FatalError extends UnsupportedError {}

/** Why a layer of integer weights behind a part of the host is refused. */
export const BEHIND_HOST = 'its weights are integers, but its input would have to come back from the host'
