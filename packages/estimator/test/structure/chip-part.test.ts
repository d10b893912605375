import fc from 'fast-check'
import { expect, test } from 'vitest'
import { structureAreas } from '../../src/area/area-parts.js'
import { estimateArea } from '../../src/area/estimate-area.js'
import { chipPrices } from '../../src/energy/chip-prices.js'
import { cellCyclePj } from '../../src/energy/clock.js'
import { Electrics } from '../../src/energy/electrics.js'
import { sramGatesCyclePj } from '../../src/energy/sram-events.js'
import { blockCells, COLUMNS, cellsOfAll, cellsOfBlock, GATED } from '../../src/structure/block-cells.js'
import { BLOCK_NAMES } from '../../src/structure/blocks.js'
import { chipStructure } from '../../src/structure/chip.js'
import { loadTechnology } from '../../src/technology/load-technology.js'
import { type CellRole, isMacroRole, type StructureRole } from '../../src/technology/technology.js'
import { chips } from '../chips.js'
import { countCells } from '../count-cells.js'

const list = fc.array(chips, { minLength: 2, maxLength: 6 })

test('totals composed of parts are those of the whole structure', () => {
  fc.assert(
    fc.property(list, (all) => {
      for (const chip of all) {
        const cells = cellsOfAll(blockCells(chipStructure(chip)))
        const { flop = 0, resetFlop = 0, latch = 0 } = cells
        const count = countCells(cells)
        const { cells: counted, flops, latches } = estimateArea(chip)
        expect([counted, flops, latches]).toEqual([count, flop + resetFlop, latch])
      }
    }),
    { numRuns: 40 },
  )
})

test('areas composed of parts are those of the whole structure', () => {
  fc.assert(
    fc.property(list, (all) => {
      for (const chip of all) {
        const cells = blockCells(chipStructure(chip))
        const technology = loadTechnology(chip.technology)
        const areas = structureAreas(chip)
        for (const [i, block] of BLOCK_NAMES.entries()) {
          let sum = 0
          for (const [role, count] of Object.entries(cellsOfBlock(cells, block)) as [
            StructureRole,
            number,
          ][]) {
            const macro = isMacroRole(role) ? technology.macros![role]! : undefined
            sum +=
              count * (macro ? macro.widthUm * macro.heightUm : technology.cells[role as CellRole].areaUm2)
          }
          const { storageUm2, logicUm2, macrosUm2 } = areas
          expect(storageUm2[i]! + logicUm2[i]! + macrosUm2[i]!, block).toBeCloseTo(sum, 6)
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('clock and leakage composed of parts are those of the whole structure', () => {
  fc.assert(
    fc.property(list, (all) => {
      for (const chip of all) {
        const cells = blockCells(chipStructure(chip))
        const technology = loadTechnology(chip.technology)
        const e = new Electrics(technology, chip.corner)
        const { clockCyclePj, leakageNw } = chipPrices(chip)
        for (const [i, block] of BLOCK_NAMES.entries()) {
          let [clock, leakage] = [-cells[i * COLUMNS + GATED]! * cellCyclePj(e, 'flop'), 0]
          for (const [role, count] of Object.entries(cellsOfBlock(cells, block)) as [
            StructureRole,
            number,
          ][]) {
            clock += count * cellCyclePj(e, role)
            leakage +=
              count * (isMacroRole(role) ? technology.macros![role]!.leakageNw : e.cell(role).leakageNw)
          }
          expect(leakageNw[i], block).toBeCloseTo(leakage, 6)
          // What the tree's buffers drive is in no other block
          if (block === 'clockTree') continue
          const gates = block === 'activationBanks' ? sramGatesCyclePj(chip, e) : 0
          expect(clockCyclePj[i], block).toBeCloseTo(clock - gates, 8)
        }
      }
    }),
    { numRuns: 40 },
  )
})
