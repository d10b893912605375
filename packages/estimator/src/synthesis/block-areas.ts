import type { CellLibrary } from '../cells/cell-library.js'
import { type Netlist, rtlName, topModule } from './netlist.js'

/** Area of all instances of one RTL module. */
export interface BlockArea {
  /** RTL module. */
  readonly module: string
  readonly instances: number
  /** Cells of the module itself, over all instances. */
  readonly ownUm2: number
  /** With everything inside. */
  readonly totalUm2: number
  readonly cells: number
  /** `totalUm2` by the names of the instance around and of the instance itself, `u_accumulator.u_file`. */
  readonly byInstance: Readonly<Record<string, number>>
}

type GrowingBlock = { -readonly [K in keyof BlockArea]: BlockArea[K] } & {
  byInstance: Record<string, number>
}

const EMPTY = { instances: 0, ownUm2: 0, totalUm2: 0, cells: 0 } as const

/** Areas by RTL module of a netlist that kept its hierarchy, largest own area first. */
export function blockAreas(netlist: Netlist, library: CellLibrary, top: string): BlockArea[] {
  const blocks = new Map<string, GrowingBlock>()
  const visit = (name: string, instance: string, around: string): number => {
    const module = rtlName(name)
    const block = blocks.get(module) ?? { ...EMPTY, module, byInstance: {} }
    blocks.set(module, block)
    block.instances++
    let inside = 0
    for (const [cell, { type }] of Object.entries(netlist.modules[name]!.cells)) {
      if (type in netlist.modules) {
        inside += visit(type, cell, instance)
        continue
      }
      block.cells++
      block.ownUm2 += library.cells[type]!.areaUm2
      inside += library.cells[type]!.areaUm2
    }
    block.totalUm2 += inside
    const place = `${around}.${instance}`
    block.byInstance[place] = (block.byInstance[place] ?? 0) + inside
    return inside
  }
  visit(topModule(netlist, top), top, '')
  return [...blocks.values()].sort((a, b) => b.ownUm2 - a.ownUm2)
}
