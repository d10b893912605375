import type { CellLibrary } from '../cells/cell-library.js'
import type { Netlist, NetlistCell, NetlistModule } from './netlist.js'

/** Number of a net in the netlist; constants are strings. */
type Bit = number | string

interface Sink {
  readonly cell: NetlistCell
  readonly pin: string
  readonly index: number
}

/**
 * Puts trees of buffers behind nets that drive more than `fanOut` pins, as placement would; clocks stay as they are, for they get a tree
 * of their own. Mapping buffers the logic between registers only, so resets and the data of memories come here.
 *
 * @param buffer - cell with one input and one output
 * @returns the netlist with the buffers in it, and how many there are
 */
export function bufferNetlist(
  netlist: Netlist,
  library: CellLibrary,
  buffer: string,
  fanOut: number,
): { readonly netlist: Netlist; readonly buffers: number } {
  let buffers = 0
  const modules = Object.entries(netlist.modules).map(([name, module]): [string, NetlistModule] => {
    if ('blackbox' in module.attributes) return [name, module]
    const cells = structuredClone(module.cells) as Record<string, NetlistCell>
    const grown = growTrees(cells, library, buffer, fanOut, highestBit(module) + 1)
    buffers += grown
    return [name, { ...module, cells }]
  })
  return { netlist: { ...netlist, modules: Object.fromEntries(modules) }, buffers }
}

function growTrees(
  cells: Record<string, NetlistCell>,
  library: CellLibrary,
  buffer: string,
  fanOut: number,
  firstBit: number,
): number {
  const [input] = Object.keys(library.cells[buffer]!.inputsFf)
  const [output] = Object.keys(library.cells[buffer]!.outputs)
  let nextBit = firstBit
  let count = 0
  for (const [net, sinks] of sinksOf(cells, library)) {
    let open: readonly Sink[] = sinks
    while (open.length > fanOut) {
      const drivers: Sink[] = []
      const groups = Math.ceil(open.length / fanOut)
      const size = Math.ceil(open.length / groups)
      for (let from = 0; from < open.length; from += size) {
        const bit = nextBit++
        for (const { cell, pin, index } of open.slice(from, from + size)) cell.connections[pin]![index] = bit
        const cell: NetlistCell = {
          hide_name: 1,
          type: buffer,
          parameters: {},
          attributes: {},
          port_directions: { [input!]: 'input', [output!]: 'output' },
          connections: { [input!]: [net], [output!]: [bit] },
        }
        cells[`$buffer$${count++}`] = cell
        drivers.push({ cell, pin: input!, index: 0 })
      }
      open = drivers
    }
  }
  return count
}

/** Input pins on every net that is no constant, without clock pins. */
function sinksOf(cells: Readonly<Record<string, NetlistCell>>, library: CellLibrary): Map<Bit, Sink[]> {
  const sinks = new Map<Bit, Sink[]>()
  for (const cell of Object.values(cells)) {
    const clock = clockPin(library, cell.type)
    for (const [pin, bits] of Object.entries(cell.connections)) {
      if (cell.port_directions[pin] !== 'input' || pin === clock) continue
      bits.forEach((bit, index) => {
        if (typeof bit === 'string') return
        const found = sinks.get(bit)
        if (found === undefined) sinks.set(bit, [{ cell, pin, index }])
        else found.push({ cell, pin, index })
      })
    }
  }
  return sinks
}

/** Clock of every module of the RTL. */
const MODULE_CLOCK = 'clk_i'

function clockPin(library: CellLibrary, type: string): string | undefined {
  const cell = library.cells[type]
  if (cell === undefined) return MODULE_CLOCK
  const { storage, clockGate, macro } = cell
  return storage ? /\w+/.exec(storage.clock)![0] : (clockGate?.clock ?? macro?.clock)
}

function highestBit({ cells, ports }: NetlistModule): number {
  let highest = 1
  const see = (bits: readonly Bit[]): void => {
    for (const bit of bits) if (typeof bit === 'number' && bit > highest) highest = bit
  }
  for (const cell of Object.values(cells)) for (const bits of Object.values(cell.connections)) see(bits)
  for (const port of Object.values(ports)) see(port.bits)
  return highest
}
