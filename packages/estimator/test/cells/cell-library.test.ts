import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cellModels, verilogExpression } from '../../src/cells/cell-model.js'
import { deriveLibrary } from '../../src/cells/derive-library.js'
import { loadLibrary } from '../../src/cells/load-library.js'
import { isUsable } from '../../src/cells/usable-cells.js'
import { libertyOfFacts } from '../../src/cells/write-liberty.js'
import { parseLiberty } from '../../src/liberty/parse-liberty.js'
import { loadRecipe, UnknownTechnologyError } from '../../src/technology/load-technology.js'
import { hasLiberty, readLibertyCorners } from '../../src/technology/read-liberty-corners.js'

const shared = fileURLToPath(new URL('../../../../../shared/pdk', import.meta.url))
const pdkRoot = process.env.PDK_ROOT ?? (existsSync(shared) ? shared : undefined)
const recipe = loadRecipe('sky130_fd_sc_hd')
const library = loadLibrary('sky130_fd_sc_hd')

describe('cell library', () => {
  it('has no cells for other voltages, clock trees, scan or three-state buses', () => {
    const names = Object.keys(library.cells)
    expect(names.filter((name) => !isUsable(recipe, name))).toEqual([])
    expect(names.filter((name) => /lpflow|__sdf|__edf|ebuf|clkbuf/.test(name))).toEqual([])
    expect(isUsable(recipe, 'sky130_fd_sc_hd__lpflow_bleeder_1')).toBe(false)
    for (const role of Object.values(recipe.cells).filter((name) => !name.includes('clkbuf')))
      expect(library.cells[role], role).toBeDefined()
  })

  it('refuses a technology without cells', () => {
    expect(() => loadLibrary('sky131')).toThrow(UnknownTechnologyError)
  })

  it('as Liberty gives the same library when read again', () => {
    const again = deriveLibrary(recipe, parseLiberty(libertyOfFacts(library)), library.corner)
    expect(Object.keys(again.cells)).toEqual(Object.keys(library.cells))
    for (const [name, { delayNs: _, inputsFf, ...cell }] of Object.entries(library.cells)) {
      expect(again.cells[name], name).toMatchObject(cell)
      expect(Object.keys(again.cells[name]!.inputsFf), name).toEqual(Object.keys(inputsFf))
    }
  })

  it('models a flip-flop with reset, a latch, a clock gate and a gate', () => {
    const text = cellModels(
      library,
      ['dfrtp_1', 'dlxtp_1', 'dlclkp_1', 'o21ai_1'].map((cell) => `sky130_fd_sc_hd__${cell}`),
      { purpose: 'proof' },
    )
    expect(text).toContain("always @(posedge CLK or negedge RESET_B) if (~RESET_B) IQ <= 1'b0; else IQ <= D;")
    expect(text).toContain('always @* if (GATE) IQ = D;')
    expect(text).toContain('always @* if (!CLK) open = GATE;')
    expect(text).toContain('assign GCLK = CLK & open;')
    expect(text).toMatch(/assign Y = .*~A1/)
    expect(() => verilogExpression('A ? B : C')).toThrow(/not understood/)
  })

  if (!hasLiberty(recipe, pdkRoot)) {
    console.warn('SKIPPED: the cells against their Liberty file: PDK_ROOT holds no sky130_fd_sc_hd')
  } else {
    it('the facts are what the Liberty file gives', () => {
      const corners = readLibertyCorners(recipe, pdkRoot)
      expect(library).toEqual(deriveLibrary(recipe, corners[library.corner]!, library.corner))
    })
  }
})
