import type { GateNode, GateProgramNode, TableNode } from './gate-program.js'

/** What makes one clock net of another. */
type ClockNode = GateNode | TableNode

/** The clocks of a chip: its own, and what clock gates, buffers and inverters make of it, one behind the other. */
export class ClockNetwork {
  /** All clock nets, each behind those that it is made of. */
  readonly nets: readonly number[]
  readonly #nodes: readonly ClockNode[]
  readonly #known: ReadonlySet<number>
  /** Whether each clock gate took its enable when its clock rose; by node. */
  readonly #open: Uint8Array

  /** @param root - net of the chip's clock */
  constructor(
    nodes: readonly GateProgramNode[],
    readonly root: number,
  ) {
    const makers = new Map<number, ClockNode[]>()
    for (const node of nodes) {
      const from = sourceOf(node)
      if (from === undefined) continue
      const found = makers.get(from)
      if (found === undefined) makers.set(from, [node as ClockNode])
      else found.push(node as ClockNode)
    }
    const ordered: ClockNode[] = []
    const nets = [root]
    for (const net of nets) {
      for (const node of makers.get(net) ?? []) {
        ordered.push(node)
        nets.push(node.output)
      }
    }
    this.#nodes = ordered
    this.nets = nets
    this.#known = new Set(nets)
    this.#open = new Uint8Array(ordered.length)
  }

  has(net: number): boolean {
    return this.#known.has(net)
  }

  /**
   * Values of all clock nets once the chip's clock is at a level. A clock gate follows its enable while its clock is low and holds it while that is
   * high, so what counts is the enable before the edge.
   *
   * @param value - of every net before the edge
   * @param next - written for every clock net
   */
  edge(level: 0 | 1, value: Uint8Array, next: Uint8Array): void {
    next[this.root] = level
    this.#nodes.forEach((node, i) => {
      if (node.kind === 'table') {
        next[node.output] = node.table[next[node.inputs[0]!]!]!
        return
      }
      const clock = next[node.clock]!
      if (clock === 1 && value[node.clock] === 0) this.#open[i] = value[node.enable]!
      next[node.output] = clock & this.#open[i]!
    })
  }
}

/** The one net that a node can make a clock of. */
function sourceOf(node: GateProgramNode): number | undefined {
  if (node.kind === 'gate') return node.clock
  return node.kind === 'table' && node.inputs.length === 1 ? node.inputs[0] : undefined
}
