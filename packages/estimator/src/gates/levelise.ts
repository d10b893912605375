import { ConcordError } from '@concord/arch'
import type { Gate } from './cells.js'
import type { StorageVector } from './storage-vectors.js'

/** What stands on one level: it depends on lower levels alone. */
export interface Level {
  readonly gates: Gate[]
  /** Latches, open or not: their data stand lower. */
  readonly latches: StorageVector[]
  /** Flip-flops that a reset may force: the reset stands lower, their data anywhere. */
  readonly resets: StorageVector[]
}

type Node = { readonly kind: keyof Level; readonly of: Gate | StorageVector }

/**
 * Sorts a netlist by levels, a latch being as transparent as a gate.
 *
 * @throws CombinationalLoopError when gates and open latches form a ring
 */
export function levelise(gates: readonly Gate[], storages: readonly StorageVector[]): Level[] {
  const nodes = new Map<string, Node>()
  for (const gate of gates) nodes.set(gate.output, { kind: 'gates', of: gate })
  for (const storage of storages) {
    const kind = storage.kind === 'latch' ? 'latches' : 'resets'
    const node: Node = { kind, of: storage }
    for (const output of storage.outputs) nodes.set(output, node)
  }
  const levels: Level[] = []
  const levelOf = new Map<Node, number>()
  const visit = (node: Node, from: string): number => {
    const known = levelOf.get(node)
    if (known === IN_PROGRESS) throw new CombinationalLoopError(from)
    if (known !== undefined) return known
    levelOf.set(node, IN_PROGRESS)
    let level = 0
    for (const net of sourcesOf(node)) {
      const source = nodes.get(net)
      if (source !== undefined) level = Math.max(level, visit(source, net) + 1)
    }
    levelOf.set(node, level)
    levels[level] ??= { gates: [], latches: [], resets: [] }
    ;(levels[level][node.kind] as (Gate | StorageVector)[]).push(node.of)
    return level
  }
  for (const [net, node] of nodes) visit(node, net)
  return levels
}

const IN_PROGRESS = -1

function sourcesOf({ kind, of }: Node): readonly string[] {
  if (kind === 'gates') return (of as Gate).nets
  const { data, force } = of as StorageVector
  const forced = force === undefined ? [] : [force.net]
  return kind === 'latches' ? [...data, ...forced] : forced
}

/** A netlist has a ring of gates. */
export class CombinationalLoopError extends ConcordError {
  override readonly name = 'CombinationalLoopError'

  constructor(net: string) {
    super({
      what: 'The netlist has a combinational loop',
      where: net,
      why: 'it depends on itself through gates and latches that may be open at the same time',
      fix: 'report the configuration: the RTL describes no such loop',
    })
  }
}
