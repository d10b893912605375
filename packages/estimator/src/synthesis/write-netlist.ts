import type { CellLibrary } from '../cells/cell-library.js'
import type { Netlist, NetlistCell, NetlistModule } from './netlist.js'

/**
 * Structural Verilog of a netlist, as every simulator and timing tool reads it: one scalar wire a net under the name the RTL gave it,
 * vectors only as ports, no expressions. A register is called after the signal it drives: `acc_q[3]_reg`.
 */
export function writeNetlist(netlist: Netlist, library: CellLibrary): string {
  const modules = Object.entries(netlist.modules).filter(([, { attributes }]) => !('blackbox' in attributes))
  return modules.map(([name, module]) => writeModule(name, module, library)).join('\n')
}

function writeModule(name: string, module: NetlistModule, library: CellLibrary): string {
  const names = netNames(module)
  const ports = Object.entries(module.ports).map(([port, { direction, bits }]) => {
    const range = bits.length > 1 || isVector(module, port) ? `[${bits.length - 1}:0] ` : ''
    return `  ${direction} ${range}${identifier(port)}`
  })
  const portBits = new Set(Object.values(module.ports).flatMap(({ bits }) => bits))
  const wires = [...names]
    .filter(([bit]) => !portBits.has(bit))
    .map(([, wire]) => `  wire ${wire};\n`)
    .sort()
  const taken = new Set(names.values())
  const cells = Object.entries(module.cells).map(([cell, content]) =>
    writeCell(instanceName(cell, content, names, library, taken), content, names),
  )
  return `module ${identifier(name)} (\n${ports.join(',\n')}\n);\n${wires.join('')}${feedThroughs(module, names)}${cells.join('')}endmodule\n`
}

function isVector({ netnames }: NetlistModule, port: string): boolean {
  return (netnames[port]?.bits.length ?? 1) > 1
}

/** Verilog name of every net: that of its port, or the shortest that the RTL gave it, or a number. */
function netNames(module: NetlistModule): Map<number | string, string> {
  const names = new Map<number | string, string>()
  for (const [port, { bits }] of Object.entries(module.ports)) {
    bits.forEach((bit, index) => {
      const name = bits.length > 1 ? `${identifier(port)}[${index}]` : identifier(port)
      if (typeof bit === 'number' && !names.has(bit)) names.set(bit, name)
    })
  }
  const given = Object.entries(module.netnames).filter(([, { hide_name }]) => hide_name === 0)
  for (const [name, { bits }] of given.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))) {
    bits.forEach((bit, index) => {
      if (typeof bit === 'string' || names.has(bit)) return
      names.set(bit, identifier(bits.length > 1 ? `${name}[${index}]` : name))
    })
  }
  for (const { connections } of Object.values(module.cells)) {
    for (const bit of Object.values(connections).flat()) {
      if (typeof bit === 'number' && !names.has(bit)) names.set(bit, `n${bit}`)
    }
  }
  return names
}

/** Output port bits that are another port's net, or a constant. */
function feedThroughs(module: NetlistModule, names: ReadonlyMap<number | string, string>): string {
  const lines = Object.entries(module.ports).flatMap(([port, { direction, bits }]) =>
    direction === 'output'
      ? bits.flatMap((bit, index) => {
          const own = bits.length > 1 ? `${identifier(port)}[${index}]` : identifier(port)
          const net = typeof bit === 'string' ? `1'b${bit}` : names.get(bit)!
          return net === own ? [] : [`  assign ${own} = ${net};\n`]
        })
      : [],
  )
  return lines.join('')
}

function instanceName(
  cell: string,
  { hide_name, type, connections }: NetlistCell,
  names: ReadonlyMap<number | string, string>,
  library: CellLibrary,
  taken: Set<string>,
): string {
  const { storage, outputs = {} } = library.cells[type] ?? {}
  const [driven] = Object.keys(outputs).flatMap((pin) => connections[pin] ?? [])
  const wanted =
    hide_name === 0
      ? identifier(cell)
      : storage && driven !== undefined
        ? identifier(`${names.get(driven)!.replace(/^\\| $/g, '')}_reg`)
        : `c${taken.size}`
  let name = wanted
  for (let copy = 1; taken.has(name); copy++) name = identifier(`${wanted.replace(/^\\| $/g, '')}_${copy}`)
  taken.add(name)
  return name
}

function writeCell(
  name: string,
  { type, connections, port_directions }: NetlistCell,
  names: ReadonlyMap<number | string, string>,
): string {
  const pins = Object.entries(connections).map(([pin, bits]) => {
    const nets = bits.map((bit) => (typeof bit === 'number' ? names.get(bit)! : `1'b${bit}`)).reverse()
    const isOpen = port_directions[pin] === 'output' && bits.every((bit) => typeof bit === 'string')
    const net = isOpen ? '' : nets.length > 1 ? `{${nets.join(', ')}}` : nets[0]
    return `.${identifier(pin)}(${net})`
  })
  return `  ${identifier(type)} ${name} (${pins.join(', ')});\n`
}

/** A Verilog name, escaped where it has to be. */
function identifier(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\\${name} `
}
