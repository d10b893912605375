import type { FlatChip, FlatNet } from '../calibrate/flat-chip.js'
import type { CellLibrary } from '../cells/cell-library.js'
import type { Cells, NetlistPort } from './cells.js'
import { joinCells } from './join-cells.js'

/** Takes a chip without hierarchy; storage is called by its place and the signal it drives. */
export function cellsOfChip(chip: FlatChip, library: CellLibrary): Cells {
  const names = new Map<FlatNet, string>()
  const aliases = new Map<string, string>()
  const named: string[] = []
  for (const { name, direction, nets } of chip.ports) {
    if (direction === 'input')
      nets.forEach((net, bit) => void names.set(net, portBit(name, nets.length, bit)))
  }
  for (const { place, signal, pins } of chip.cells) {
    if (signal === undefined) continue
    const output = Object.entries(pins).find(([pin]) => /^Q/.test(pin))?.[1]
    const name = [...chip.places[place]!, signal].join('.')
    if (output === undefined || names.has(output)) continue
    names.set(output, name)
    named.push(name)
  }
  const netName = (net: FlatNet): string => names.get(net) ?? (typeof net === 'number' ? `n${net}` : net)
  const ports = chip.ports.map(({ name, direction, nets }): NetlistPort => {
    nets.forEach((net, bit) => {
      const own = portBit(name, nets.length, bit)
      if (direction === 'output' && netName(net) !== own) aliases.set(own, netName(net))
    })
    return {
      name,
      direction: direction as NetlistPort['direction'],
      width: nets.length,
      isVector: nets.length > 1,
    }
  })
  const instances = chip.cells.map(({ type, pins }) => ({
    type,
    pins: new Map(Object.entries(pins).map(([pin, net]) => [pin, netName(net)])),
  }))
  return joinCells(ports, instances, named, aliases, library)
}

function portBit(name: string, width: number, bit: number): string {
  return width > 1 ? `${name}[${bit}]` : name
}
