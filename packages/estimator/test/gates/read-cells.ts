import type { CellLibrary } from '../../src/cells/cell-library.js'
import type { Cells, NetlistPort } from '../../src/gates/cells.js'
import { type Instance, joinCells } from '../../src/gates/join-cells.js'

/**
 * Reads Verilog of one module, one cell a line, as Concord writes it.
 *
 * @throws ClockNetError when a clock is not made of the chip's by clock gates and buffers alone
 */
export function readCells(netlist: string, library: CellLibrary): Cells {
  const ports: NetlistPort[] = []
  const named: string[] = []
  const instances: Instance[] = []
  const aliases = new Map<string, string>()
  for (const line of netlist.split('\n')) {
    const port = /^ {2}(input|output) (?:\[(\d+):0\] )?(\w+),?$/.exec(line)
    const wire = /^ {2}wire (.*);$/.exec(line)
    const assign = /^ {2}assign (.*) = (.*);$/.exec(line)
    if (port !== null) {
      const [, direction, high, name] = port as unknown as [
        string,
        NetlistPort['direction'],
        string?,
        string?,
      ]
      ports.push({ direction, name: name!, width: Number(high ?? 0) + 1, isVector: high !== undefined })
    } else if (wire !== null) {
      if (!/^n\d+$/.test(wire[1]!)) named.push(netOf(wire[1]!))
    } else if (assign !== null) aliases.set(netOf(assign[1]!), netOf(assign[2]!))
    else instances.push(...readInstance(line, library))
  }
  return joinCells(ports, instances, named, aliases, library)
}

function readInstance(line: string, library: CellLibrary): Instance[] {
  const match = /^ {2}(\w+) (?:\\\S+ |\w+) \((.*)\);$/.exec(line)
  if (match === null || !(match[1]! in library.cells)) return []
  const pins = [...match[2]!.matchAll(/\.(\w+)\(([^()]*)\)/g)].map(
    ([, pin, net]) => [pin!, net === '' ? '' : netOf(net!)] as const,
  )
  return [{ type: match[1]!, pins: new Map(pins) }]
}

/** A net without Verilog's escapes; constants are `0` and `1`. */
function netOf(text: string): string {
  return text
    .replace(/^\\| $/g, '')
    .replace(/^1'b[0x]$/, '0')
    .replace(/^1'b1$/, '1')
}
