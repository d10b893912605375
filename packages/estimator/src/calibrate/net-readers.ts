import type { GateProgramNode } from './gate-program.js'

/** Which nodes have to look again when a net changes: those of net n stand in the second list, from where the first says for n up to where it says for n + 1. */
export function readersOf(nodes: readonly GateProgramNode[], nets: number): [Uint32Array, Uint32Array] {
  const seen = (node: GateProgramNode): readonly number[] => {
    if (node.kind === 'table') return node.inputs
    if (node.kind === 'latch') return [node.data, node.gate]
    return node.kind === 'flop' && node.force !== undefined ? [node.force.net] : []
  }
  const first = new Uint32Array(nets + 1)
  for (const node of nodes) for (const net of seen(node)) first[net + 1]!++
  for (let net = 0; net < nets; net++) first[net + 1]! += first[net]!
  const place = first.slice()
  const readers = new Uint32Array(first[nets]!)
  nodes.forEach((node, index) => {
    for (const net of seen(node)) readers[place[net]!++] = index
  })
  return [first, readers]
}
