import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { deriveTechnology } from '../../src/technology/derive-technology.js'
import {
  loadRecipe,
  loadTechnology,
  technologyNames,
  UnknownTechnologyError,
} from '../../src/technology/load-technology.js'
import { hasLiberty, readLibertyCorners } from '../../src/technology/read-liberty-corners.js'

const shared = fileURLToPath(new URL('../../../../../shared/pdk', import.meta.url))
const pdkRoot = process.env.PDK_ROOT ?? (existsSync(shared) ? shared : undefined)

describe('technologies', () => {
  it('refuses one that has no facts and names those that have', () => {
    expect(() => loadTechnology('sky131')).toThrow(UnknownTechnologyError)
    expect(() => loadTechnology('../package')).toThrow(/known: .*sky130_fd_sc_hd/)
  })

  it.each(technologyNames())(
    '%s: every cell has every corner, and capacitances where it needs them',
    (name) => {
      const technology = loadTechnology(name)
      const corners = Object.keys(technology.corners)
      expect(corners.length).toBeGreaterThan(0)
      for (const [role, cell] of Object.entries(technology.cells)) {
        expect(Object.keys(cell.corners), role).toEqual(corners)
        for (const facts of Object.values(cell.corners)) expect(facts.inputFf, role).toBeGreaterThan(0)
      }
      for (const role of ['flop', 'resetFlop', 'latch', 'clockGate'] as const) {
        for (const facts of Object.values(technology.cells[role].corners))
          expect(facts.clockFf).toBeGreaterThan(0)
      }
    },
  )

  it('sky130_fd_sc_hd: a flip-flop burns about 40 fJ a cycle and cells have their known areas', () => {
    const { cells } = loadTechnology('sky130_fd_sc_hd')
    expect(2 * cells.flop.corners.tt_025C_1v80!.clockPj).toBeCloseTo(0.04, 3)
    expect(cells.xnor2.areaUm2).toBeCloseTo(8.76, 2)
    expect(cells.fullAdder.areaUm2).toBeCloseTo(20.02, 2)
    expect(cells.latch.areaUm2).toBeCloseTo(15.01, 2)
  })

  for (const name of technologyNames()) {
    const recipe = loadRecipe(name)
    if (!hasLiberty(recipe, pdkRoot)) {
      console.warn(
        `SKIPPED: facts of ${name} against its Liberty files: PDK_ROOT does not hold ${recipe.liberty}`,
      )
      continue
    }
    it(`${name}: the facts are what its Liberty files give`, () => {
      expect(loadTechnology(name)).toEqual(deriveTechnology(recipe, readLibertyCorners(recipe, pdkRoot)))
    })
  }
})
