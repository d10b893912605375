import { lookUp } from '../liberty/look-up-table.js'
import type { LibertyGroup } from '../liberty/parse-liberty.js'
import { attribute, groupsNamed, mean, numberAttribute } from '../liberty/read-group.js'
import type { TechnologyRecipe } from '../technology/technology.js'
import type { CellLibrary, LibraryCell } from './cell-library.js'
import { usableCells } from './usable-cells.js'

const DERIVATION =
  'Areas and input capacitances as the library states them; delays are means over all arcs, rise and fall, at derivedAt; functions are the logic of the cells.'

const DELAY_TABLES = new Set(['cell_rise', 'cell_fall'])

/**
 * Derives what synthesis has to know of a library's cells.
 *
 * @param library - Liberty file of `corner`, parsed; capacitances in pF, times in ns
 */
export function deriveLibrary(recipe: TechnologyRecipe, library: LibertyGroup, corner: string): CellLibrary {
  const cells = usableCells(recipe, library).map((cell): [string, LibraryCell] => [
    cell.args[0]!,
    deriveCell(cell, recipe),
  ])
  return {
    formatVersion: 1,
    name: recipe.name,
    source: { liberty: recipe.liberty, licence: recipe.licence, derivation: DERIVATION },
    corner,
    derivedAt: recipe.derivedAt,
    cells: Object.fromEntries(cells.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function deriveCell(cell: LibertyGroup, { derivedAt }: TechnologyRecipe): LibraryCell {
  const pins = groupsNamed(cell, 'pin')
  const inputs = pins.filter((pin) => attribute(pin, 'direction') === 'input')
  const outputs = pins.filter((pin) => attribute(pin, 'direction') === 'output')
  const delays = outputs.flatMap((pin) =>
    groupsNamed(pin, 'timing').flatMap((arc) =>
      arc.groups
        .filter((table) => DELAY_TABLES.has(table.name))
        .map((table) => lookUp(table, derivedAt.slewNs, derivedAt.loadFf / 1000)),
    ),
  )
  const gate = clockGate(cell, pins)
  const storage = storageOf(cell)
  return {
    areaUm2: numberAttribute(cell, 'area', Number.NaN),
    delayNs: round(mean(delays)),
    inputsFf: Object.fromEntries(
      inputs.map((pin) => [pin.args[0]!, round(1000 * numberAttribute(pin, 'capacitance', 0))]),
    ),
    outputs: gate
      ? {}
      : Object.fromEntries(outputs.map((pin) => [pin.args[0]!, attribute(pin, 'function') ?? ''])),
    ...(storage ? { storage } : {}),
    ...(gate ? { clockGate: gate } : {}),
  }
}

function storageOf(cell: LibertyGroup): LibraryCell['storage'] {
  const [group] = cell.groups.filter(({ name }) => name === 'ff' || name === 'latch')
  if (group === undefined) return undefined
  const kind = group.name as 'ff' | 'latch'
  const [clear, preset] = ['clear', 'preset'].map((name) => attribute(group, name))
  return {
    kind,
    data: attribute(group, kind === 'ff' ? 'next_state' : 'data_in')!,
    clock: attribute(group, kind === 'ff' ? 'clocked_on' : 'enable')!,
    ...(clear === undefined ? {} : { clear }),
    ...(preset === undefined ? {} : { preset }),
  }
}

function clockGate(cell: LibertyGroup, pins: readonly LibertyGroup[]): LibraryCell['clockGate'] {
  if (attribute(cell, 'clock_gating_integrated_cell') !== 'latch_posedge') return undefined
  const pin = (part: string): string =>
    pins.find((candidate) => attribute(candidate, part) === 'true')!.args[0]!
  return {
    clock: pin('clock_gate_clock_pin'),
    enable: pin('clock_gate_enable_pin'),
    output: pin('clock_gate_out_pin'),
  }
}

/** Four significant digits: derived figures, not the library's own. */
function round(value: number): number {
  return Number(value.toPrecision(4))
}
