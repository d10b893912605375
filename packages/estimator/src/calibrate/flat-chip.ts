import type { Netlist, NetlistModule } from '../synthesis/netlist.js'
import { topModule } from '../synthesis/netlist.js'

/** A net of the flat chip; constants are `'0'` and `'1'`. */
export type FlatNet = number | '0' | '1'

/** One cell of a chip without hierarchy. */
export interface FlatCell {
  readonly type: string
  /** Index into {@link FlatChip.places}. */
  readonly place: number
  /** Name that the RTL gives to the signal at an output, of storage cells only. */
  readonly signal?: string
  /** Bits of a macro's bus are pins of their own, `addr0[3]`. */
  readonly pins: Readonly<Record<string, FlatNet>>
}

/** A chip of cells without hierarchy that still knows where each cell comes from. Cell i is called `c<i>`, net i `n<i>`. */
export interface FlatChip {
  readonly ports: readonly {
    readonly name: string
    readonly direction: string
    readonly nets: readonly FlatNet[]
  }[]
  readonly nets: number
  readonly cells: readonly FlatCell[]
  /** Instance names from the top down, one list for every instance of an RTL module. */
  readonly places: readonly (readonly string[])[]
}

type Bits = readonly (number | string)[]

/** Numbers of nets while modules are joined; nets 0 and 1 are the constants. */
class Nets {
  readonly #joined = [0, 1]

  add(): number {
    return this.#joined.push(this.#joined.length) - 1
  }

  /** Two nets that a module connects through its ports become one; the lower number stays. */
  join(a: number, b: number): void {
    const [low, high] = [this.find(a), this.find(b)].sort((x, y) => x - y)
    this.#joined[high!] = low!
  }

  find(net: number): number {
    let root = net
    while (this.#joined[root] !== root) root = this.#joined[root]!
    return root
  }

  /** Final name of every net: a constant, or a number without gaps. */
  settle(): { readonly of: (net: number) => FlatNet; readonly count: number } {
    const numbers = new Map<number, number>()
    const of = (net: number): FlatNet => {
      const root = this.find(net)
      if (root < 2) return root === 0 ? '0' : '1'
      const known = numbers.get(root)
      if (known !== undefined) return known
      numbers.set(root, numbers.size)
      return numbers.size - 1
    }
    for (let net = 0; net < this.#joined.length; net++) of(net)
    return { of, count: numbers.size }
  }
}

/** Takes the hierarchy out of a netlist. */
export function flattenChip(netlist: Netlist, top: string): FlatChip {
  const places: (readonly string[])[] = []
  const cells: { type: string; place: number; signal?: string; pins: [string, number][] }[] = []
  const nets = new Nets()
  const visit = (module: NetlistModule, path: readonly string[]): ((bit: number | string) => number) => {
    const place = places.push(path) - 1
    const names = signalNames(module)
    const inner = new Map<number, number>()
    // What is left open or undefined reads as 0, as mapping sets it
    const netOf = (bit: number | string): number => {
      if (typeof bit === 'string') return bit === '1' ? 1 : 0
      const net = inner.get(bit) ?? nets.add()
      inner.set(bit, net)
      return net
    }
    for (const [name, { type, connections, port_directions }] of Object.entries(module.cells)) {
      const below = netlist.modules[type]
      if (below === undefined) {
        const pins = Object.entries(connections).flatMap(([pin, bits]) =>
          bits.flatMap((bit, index): [string, number][] => {
            const isOpen = typeof bit === 'string' && port_directions[pin] === 'output'
            if (bits.length > 1) return [[`${pin}[${index}]`, isOpen ? nets.add() : netOf(bit)]]
            return isOpen ? [] : [[pin, netOf(bit)]]
          }),
        )
        const output = Object.keys(connections).find(
          (pin) => port_directions[pin] === 'output' && /^Q/.test(pin),
        )
        const signal = output === undefined ? undefined : names.get(connections[output]![0]!)
        cells.push({ type, place, ...(signal !== undefined && { signal }), pins })
      } else {
        const inside = visit(below, [...path, name])
        joinPorts(below, connections, (outer, own) => nets.join(netOf(outer), inside(own)))
      }
    }
    return netOf
  }
  const root = netlist.modules[topModule(netlist, top)]!
  const netOf = visit(root, [])
  const { of, count } = nets.settle()
  return {
    ports: Object.entries(root.ports).map(([name, { direction, bits }]) => ({
      ...{ name, direction },
      nets: bits.map((bit) => of(netOf(bit))),
    })),
    nets: count,
    cells: cells.map(({ pins, ...cell }) => ({
      ...cell,
      pins: Object.fromEntries(pins.map(([pin, net]) => [pin, of(net)])),
    })),
    places,
  }
}

/** Name that the RTL gives to each net of a module: `acc_q[3]`; the shortest of several. */
function signalNames({ netnames }: NetlistModule): Map<number | string, string> {
  const names = new Map<number | string, string>()
  for (const [name, { hide_name, bits }] of Object.entries(netnames)) {
    if (hide_name !== 0) continue
    bits.forEach((bit, index) => {
      const full = bits.length > 1 ? `${name}[${index}]` : name
      const known = names.get(bit)
      if (known === undefined || full.length < known.length) names.set(bit, full)
    })
  }
  return names
}

function joinPorts(
  module: NetlistModule,
  connections: Readonly<Record<string, Bits>>,
  join: (outer: number | string, own: number | string) => void,
): void {
  for (const [port, { bits, direction }] of Object.entries(module.ports)) {
    bits.forEach((own, index) => {
      const outer = connections[port]?.[index]
      const isOpen = outer === undefined || (direction === 'output' && typeof outer === 'string')
      if (!isOpen) join(outer, own)
    })
  }
}
