import { generatePackage } from '@concord/arch'
import { expect, it } from 'vitest'
import * as constants from '../../src/step/package.js'

it('holds the constants of the RTL package', () => {
  const rtl: Record<string, number> = {}
  for (const [, name, base, digits] of generatePackage().matchAll(
    /localparam .*?(\w+)\s*= (?:\d+'([dh]))?(\w+);/g,
  )) {
    rtl[name] = Number.parseInt(digits, base === 'h' ? 16 : 10)
  }
  expect(Object.keys(rtl).length).toBeGreaterThan(80)
  expect({ ...constants }).toEqual(rtl)
})
