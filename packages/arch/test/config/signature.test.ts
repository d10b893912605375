import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc16 } from '../../src/config/signature.js'
import { type ChipConfig, chipSignature, PRESETS, STRUCTURAL_FIELDS } from '../../src/index.js'
import { chips } from '../arbitraries.js'

test('the hash is CRC-16/IBM-3740', () => {
  expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x29b1)
})

test('the signatures of the presets do not change by accident', () => {
  const signatures = Object.values(PRESETS).map(chipSignature)
  expect(signatures).toEqual([0x7372, 0x9cf4, 0x1651, 0x2652, 0x5b28])
})

test('every structural field counts', () => {
  for (const field of STRUCTURAL_FIELDS) {
    const changed = { ...PRESETS.edge, [field]: Number(PRESETS.edge[field]) + 1 } as unknown as ChipConfig
    expect(chipSignature(changed), field).not.toBe(chipSignature(PRESETS.edge))
  }
})

test('name, storage cells, clock, technology and corner do not count', () => {
  fc.assert(
    fc.property(chips, chips, (chip, other) => {
      const { name, memories, clockMhz, technology, corner } = other
      const renamed = { ...chip, name: `${name}2`, memories, clockMhz, technology, corner }
      expect(chipSignature(renamed)).toBe(chipSignature(chip))
    }),
  )
})
