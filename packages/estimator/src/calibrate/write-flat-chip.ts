import type { FlatCell, FlatChip, FlatNet } from './flat-chip.js'

/** Verilog of a flat chip; `parameter` lines go behind the module's name. */
export function writeFlatChip(chip: FlatChip, name: string): string {
  const ports = chip.ports.map(({ name: port, direction, nets }) =>
    nets.length > 1 ? `  ${direction} [${nets.length - 1}:0] ${port}` : `  ${direction} ${port}`,
  )
  const joins = chip.ports.flatMap(({ name: port, direction, nets }) =>
    nets.map((net, i) => {
      const bit = nets.length > 1 ? `${port}[${i}]` : port
      return direction === 'input'
        ? `  assign ${verilogNet(net)} = ${bit};`
        : `  assign ${bit} = ${verilogNet(net)};`
    }),
  )
  const cells = chip.cells.map(({ type, pins }, i) => `  ${type} c${i} (${connections(pins).join(', ')});`)
  const wires = Array.from({ length: chip.nets }, (_, net) => `  wire n${net};`)
  return [`module ${name} (`, ports.join(',\n'), ');', ...wires, ...joins, ...cells, 'endmodule', ''].join(
    '\n',
  )
}

function verilogNet(net: FlatNet): string {
  return typeof net === 'number' ? `n${net}` : `1'b${net}`
}

/** Pins with their nets; bits of a bus side by side, highest first. */
function connections(pins: FlatCell['pins']): string[] {
  const buses = new Map<string, string[]>()
  const single = Object.entries(pins).flatMap(([pin, net]) => {
    const [, bus, bit] = /^(\w+)\[(\d+)\]$/.exec(pin) ?? []
    if (bus === undefined) return [`.${pin}(${verilogNet(net)})`]
    const bits = buses.get(bus) ?? []
    buses.set(bus, bits)
    bits[Number(bit)] = verilogNet(net)
    return []
  })
  return [...single, ...[...buses].map(([bus, bits]) => `.${bus}({${[...bits].reverse().join(', ')}})`)]
}
