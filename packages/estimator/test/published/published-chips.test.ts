import { expect, test } from 'vitest'
import { publishedChips } from '../../src/published/published-chips.js'
import { loadTechnology } from '../../src/technology/load-technology.js'

const technology = loadTechnology('sky130_fd_sc_hd')
const scaled = publishedChips(technology, 1.8)
const named = (name: string) => scaled.find((chip) => chip.name === name)!

test('energy grows with the node and with the square of the voltage', () => {
  // 10.5 fJ an operation at 65 nm and 0.8 V: twice the capacitance, 5.06 times the voltage squared
  expect(named('XNORBIN').scaled.energyPerOpPj).toBeCloseTo(0.107, 3)
  expect(named('ChewBaccaNN').scaled.energyPerOpPj).toBeCloseTo(0.537, 2)
  expect(named('XNORBIN').scaled.topsPerWatt).toBeCloseTo(9.4, 1)
})

test('a chip stays what it is in its own technology and at its own voltage', () => {
  const [own] = publishedChips({ ...technology, nodeNm: 22 }, 0.4)
  expect(own!.scaled.topsPerWatt).toBeCloseTo(own!.topsPerWatt, 9)
})

test('density shrinks with the square of the node, where it is known', () => {
  expect(named('LAXOR').scaled.topsPerMm2).toBeCloseTo(38.4 * (28 / 130) ** 2, 6)
  expect(named('XNE').scaled.topsPerMm2).toBeUndefined()
})
