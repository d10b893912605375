import type { ChipConfig } from '@concord/arch'
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
import { isMacroRole, type StructureRole } from '../../src/technology/technology.js'
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
  forBlocks((chip, block, sum) => {
    const { cells, macros } = loadTechnology(chip.technology)
    const areaUm2 = sum((role) =>
      isMacroRole(role) ? macros![role]!.widthUm * macros![role]!.heightUm : cells[role].areaUm2,
    )
    const { storageUm2, logicUm2, macrosUm2 } = structureAreas(chip)
    expect(storageUm2[block]! + logicUm2[block]! + macrosUm2[block]!).toBeCloseTo(areaUm2, 6)
  })
})

test('clock and leakage composed of parts are those of the whole structure', () => {
  forBlocks((chip, block, sum, gatedFlops) => {
    const technology = loadTechnology(chip.technology)
    const e = new Electrics(technology, chip.corner)
    const { clockCyclePj, leakageNw } = chipPrices(chip)
    const leakage = sum((role) =>
      isMacroRole(role) ? technology.macros![role]!.leakageNw : e.cell(role).leakageNw,
    )
    expect(leakageNw[block]).toBeCloseTo(leakage, 6)
    // What the tree's buffers drive is in no other block
    if (BLOCK_NAMES[block] === 'clockTree') return
    const gates = BLOCK_NAMES[block] === 'activationBanks' ? sramGatesCyclePj(chip, e) : 0
    const clock = sum((role) => cellCyclePj(e, role)) - gatedFlops * cellCyclePj(e, 'flop')
    expect(clockCyclePj[block]).toBeCloseTo(clock - gates, 8)
  })
})

type Check = (
  chip: ChipConfig,
  block: number,
  sum: (ofCell: (role: StructureRole) => number) => number,
  gatedFlops: number,
) => void

/** Checks every block of neighbouring chips; `sum` adds up a figure over the cells that the whole structure has in the block. */
function forBlocks(check: Check): void {
  fc.assert(
    fc.property(list, (all) => {
      for (const chip of all) {
        const cells = blockCells(chipStructure(chip))
        for (const [i, block] of BLOCK_NAMES.entries()) {
          const counts = Object.entries(cellsOfBlock(cells, block)) as [StructureRole, number][]
          const sum = (ofCell: (role: StructureRole) => number): number =>
            counts.reduce((total, [role, count]) => total + count * ofCell(role), 0)
          check(chip, i, sum, cells[i * COLUMNS + GATED]!)
        }
      }
    }),
    { numRuns: 40 },
  )
}
