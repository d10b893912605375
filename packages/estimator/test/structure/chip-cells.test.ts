import { type ChipConfig, PRESETS } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockCells, cellsOfAll } from '../../src/structure/block-cells.js'
import { CHIP, chipStructure } from '../../src/structure/chip.js'
import { chipCells } from '../../src/structure/chip-cells.js'
import { type ModuleEntry, ownFlops, walkModules } from '../../src/structure/module.js'
import { chips } from '../chips.js'

/** Chips with and without a wide bank, some of them with activations in macros. */
const varied = fc
  .record({
    chip: chips,
    residualWords: fc.constantFrom(0, 0, 16, 100),
    vector: fc.boolean(),
    macroWords: fc.constantFrom(0, 0, 256, 512),
  })
  .map(
    ({ chip, residualWords, vector, macroWords }): ChipConfig => ({
      ...{ ...chip, residualWords, vector: vector && residualWords > 0 },
      ...(macroWords > 0 && { actWords: macroWords, memories: { ...chip.memories, act: 'sram' } }),
    }),
  )

test('chips that share parts have the cells of their own structure', () => {
  fc.assert(
    fc.property(fc.array(varied, { minLength: 2, maxLength: 6 }), (list) => {
      // Neighbours as in a grid: half of each from the chip before
      const mixed = list.map((chip, i) => {
        const { lanes, rows, postLanes, streamBits, weightDepth, actWords, memories } =
          list[Math.max(0, i - 1)]!
        return { ...chip, lanes, rows, postLanes, streamBits, weightDepth, actWords, memories }
      })
      for (const chip of [...list, ...mixed, ...list]) {
        expect(chipCells(chip)).toEqual(blockCells(chipStructure(chip)))
      }
    }),
    { numRuns: 60 },
  )
})

test('cells of all blocks are those of every instance of every module', () => {
  fc.assert(
    fc.property(varied, (chip) => {
      const structure = chipStructure(chip)
      let [xnor2, flops] = [0, 0]
      for (const { structure: module, instances } of walkModules(structure)) {
        xnor2 += instances * (module.logic.xnor2 ?? 0)
        flops += instances * ownFlops(module)
      }
      const all = cellsOfAll(blockCells(structure))
      expect(all.xnor2 ?? 0).toBe(xnor2)
      expect((all.flop ?? 0) + (all.resetFlop ?? 0)).toBe(flops)
    }),
    { numRuns: 30 },
  )
})

test('presets have the cells of their structure', () => {
  for (const chip of Object.values(PRESETS)) {
    expect(chipCells(chip)).toEqual(blockCells(chipStructure(chip)))
  }
})

test('a module with entries inside has one copy, so that their cells can be added by themselves', () => {
  const check = ({ own, parts = [] }: ModuleEntry): void => {
    if (parts.length > 0) expect(own(PRESETS.residual)!.copies).toBe(1)
    for (const part of parts) check(part)
  }
  check(CHIP)
})
