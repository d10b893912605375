import { lookUp } from '../liberty/look-up-table.js'
import type { LibertyGroup } from '../liberty/parse-liberty.js'
import { attribute, groupsNamed, mean, numberAttribute } from '../liberty/read-group.js'
import {
  CELL_ROLES,
  type CellFacts,
  type CornerCellFacts,
  type Technology,
  type TechnologyRecipe,
} from './technology.js'

const DERIVATION =
  'Energies are means of rise and fall over all arcs of the pin, interpolated at derivedAt; leakage is the mean ' +
  'over states as the library states it; capacitances are means over the pins of a kind; delays and set-up times are means of rise ' +
  'and fall over all arcs, at derivedAt.'

/** Rounds to five significant digits: the facts are derived figures, not the library's own. */
function round(value: number): number {
  return Number(value.toPrecision(5))
}

interface Units {
  readonly capacitanceFf: number
  readonly leakageNw: number
  readonly energyPj: number
  readonly timeNs: number
}

const PREFIX: Readonly<Record<string, number>> = { f: 1e-15, p: 1e-12, n: 1e-9, u: 1e-6, m: 1e-3, '': 1 }

function unit(text: string): number {
  const match = /^\s*([\d.]+)\s*([fpnum]?)(?:W|V|F|f|s)\s*$/.exec(text)
  if (match === null) throw new Error(`"${text}" is not a unit this derivation knows`)
  return Number(match[1]) * PREFIX[match[2]!]!
}

/** Liberty states no energy unit: it is the capacitance unit times the voltage unit squared. */
function unitsOf(library: LibertyGroup): Units {
  const [scale, capacitanceUnit] = library.attributes.get('capacitive_load_unit') ?? ['1', 'pf']
  const farad = Number(scale) * PREFIX[capacitanceUnit!.toLowerCase()[0]!]!
  const volt = unit(attribute(library, 'voltage_unit') ?? '1V')
  return {
    capacitanceFf: farad / 1e-15,
    leakageNw: unit(attribute(library, 'leakage_power_unit') ?? '1nW') / 1e-9,
    energyPj: (farad * volt * volt) / 1e-12,
    timeNs: unit(attribute(library, 'time_unit') ?? '1ns') / 1e-9,
  }
}

/** Mean over rise, fall and all arcs of a pin's internal energy, in the library's unit; 0 without any. */
function internalEnergy(pin: LibertyGroup, slew: number, load: number): number {
  const tables = groupsNamed(pin, 'internal_power').flatMap((power) =>
    power.groups.filter((table) => table.name === 'rise_power' || table.name === 'fall_power'),
  )
  return mean(tables.map((table) => lookUp(table, slew, load)))
}

/** Mean over rise, fall and all timing arcs of pins whose type begins like this, in the library's unit; 0 without any. */
function meanTime(
  pins: readonly LibertyGroup[],
  type: string,
  tables: RegExp,
  at: readonly [number, number],
): number {
  const arcs = pins
    .flatMap((pin) => groupsNamed(pin, 'timing'))
    .filter((arc) => (attribute(arc, 'timing_type') ?? '').startsWith(type))
  const found = arcs.flatMap(({ groups }) => groups.filter(({ name }) => tables.test(name)))
  return mean(found.map((table) => lookUp(table, ...at)))
}

function cornerFacts(cell: LibertyGroup, units: Units, recipe: TechnologyRecipe): CornerCellFacts {
  const pins = groupsNamed(cell, 'pin')
  const inputs = pins.filter((pin) => attribute(pin, 'direction') === 'input')
  const clocks = inputs.filter((pin) => attribute(pin, 'clock') === 'true')
  const data = inputs.filter((pin) => attribute(pin, 'clock') !== 'true' && !isReset(cell, pin))
  const outputs = pins.filter((pin) => attribute(pin, 'direction') === 'output')
  const { slewNs, loadFf } = recipe.derivedAt
  const [slew, load] = [slewNs / units.timeNs, loadFf / units.capacitanceFf]
  const capacitance = (of: LibertyGroup[]): number =>
    round(mean(of.map((pin) => numberAttribute(pin, 'capacitance', 0))) * units.capacitanceFf)
  const energy = (of: LibertyGroup[]): number =>
    round(mean(of.map((pin) => internalEnergy(pin, slew, load))) * units.energyPj)
  return {
    leakageNw: round(numberAttribute(cell, 'cell_leakage_power', 0) * units.leakageNw),
    inputFf: capacitance(data),
    inputPj: energy(data),
    clockFf: capacitance(clocks),
    clockPj: energy(clocks),
    outputPj: energy(outputs),
    delayNs: round(meanTime(outputs, '', /^cell_(rise|fall)$/, [slew, load]) * units.timeNs),
    setupNs: round(meanTime(data, 'setup', /^(rise|fall)_constraint$/, [slew, slew]) * units.timeNs),
  }
}

/** Whether the pin clears or presets the cell's storage: it does not switch while the chip runs. */
function isReset(cell: LibertyGroup, pin: LibertyGroup): boolean {
  return groupsNamed(cell, 'ff').some((storage) =>
    ['clear', 'preset'].some((kind) => attribute(storage, kind)?.includes(pin.args[0]!) ?? false),
  )
}

/**
 * Derives a technology's cell facts from its Liberty files.
 *
 * @param recipe - which cell plays which role, and the operating point
 * @param libraries - parsed Liberty file of each of the recipe's corners
 * @throws Error when a corner or a cell is missing, or cells differ in area between corners
 */
export function deriveTechnology(
  recipe: TechnologyRecipe,
  libraries: Readonly<Record<string, LibertyGroup>>,
): Technology {
  const corners: Technology['corners'] = {}
  const cells = {} as Technology['cells']
  for (const corner of recipe.corners) {
    const library = libraries[corner]
    if (library === undefined) throw new Error(`no Liberty file for corner ${corner}`)
    corners[corner] = {
      voltageV: numberAttribute(library, 'nom_voltage', Number.NaN),
      temperatureC: numberAttribute(library, 'nom_temperature', Number.NaN),
    }
    const units = unitsOf(library)
    const byName = new Map(groupsNamed(library, 'cell').map((cell) => [cell.args[0], cell]))
    for (const role of CELL_ROLES) {
      const cell = byName.get(recipe.cells[role])
      if (cell === undefined) throw new Error(`corner ${corner} has no cell ${recipe.cells[role]}`)
      const areaUm2 = numberAttribute(cell, 'area', Number.NaN)
      const facts: CellFacts = cells[role] ?? { cell: recipe.cells[role], areaUm2, corners: {} }
      if (facts.areaUm2 !== areaUm2)
        throw new Error(`cell ${facts.cell} changes its area in corner ${corner}`)
      facts.corners[corner] = cornerFacts(cell, units, recipe)
      cells[role] = facts
    }
  }
  return {
    formatVersion: 1,
    name: recipe.name,
    nodeNm: recipe.nodeNm,
    source: { liberty: recipe.liberty, licence: recipe.licence, derivation: DERIVATION },
    derivedAt: recipe.derivedAt,
    wire: recipe.wire,
    utilisation: recipe.utilisation,
    corners,
    cells,
    ...(recipe.macros && { macros: recipe.macros }),
  }
}
