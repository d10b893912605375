import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { andOrTree, compressorTree, decoder, selector } from '../../src/structure/operators.js'
import { countCells } from '../count-cells.js'

describe('compressorTree', () => {
  it('takes a bit away with every full adder until the count is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4096 }), (inputs) => {
        const countBits = Math.floor(Math.log2(inputs)) + 1
        expect(compressorTree(inputs).fullAdder ?? 0).toBe(inputs - countBits)
      }),
    )
  })

  it.each([
    [1, 0, 0],
    [2, 0, 1],
    [3, 1, 0],
    [4, 1, 2],
    [7, 4, 0],
    [64, 57, 6],
  ])('%i inputs: %i full and %i half adders', (inputs, fullAdder, halfAdder) => {
    expect(compressorTree(inputs)).toEqual({ fullAdder, halfAdder })
  })
})

describe('decoder and selector', () => {
  it('grow with what they choose from, and cost nothing for a single word', () => {
    expect(countCells(decoder(1))).toBe(0)
    expect(countCells(selector(1, 64))).toBe(0)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1024 }), fc.integer({ min: 1, max: 128 }), (inputs, bits) => {
        expect(countCells(decoder(inputs + 1))).toBeGreaterThan(countCells(decoder(inputs)))
        expect(countCells(selector(inputs + 1, bits))).toBeGreaterThan(countCells(selector(inputs, bits)))
        expect(andOrTree(inputs + 1, bits).andOrInvert22).toBe(Math.ceil((inputs + 1) / 2) * bits)
      }),
    )
  })
})
