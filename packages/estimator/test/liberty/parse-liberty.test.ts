import { describe, expect, it } from 'vitest'
import { lookUp } from '../../src/liberty/look-up-table.js'
import { LibertyError, parseLiberty } from '../../src/liberty/parse-liberty.js'
import { attribute, groupsNamed, numberList } from '../../src/liberty/read-group.js'

const LIBRARY = `
/* comment; with { punctuation } */
library ("tiny") {
  voltage_unit : "1V";
  capacitive_load_unit (1.0, pf);
  cell ("and2") {
    area : 6.25;
    pin (Y) {
      function : "(A&B); {still text}";
      internal_power () {
        rise_power (t) {
          index_1 ("0, 1");
          index_2 ("0, 2, 4");
          values ("0, 2, 4", \\
                  "10, 12, 14");
        }
      }
    }
  }
}
`

describe('parseLiberty', () => {
  const library = parseLiberty(LIBRARY)
  const cell = groupsNamed(library, 'cell')[0]!
  const pin = groupsNamed(cell, 'pin')[0]!

  it('reads groups, simple and complex attributes, and quoted punctuation', () => {
    expect(library.name).toBe('library')
    expect(library.args).toEqual(['tiny'])
    expect(library.attributes.get('capacitive_load_unit')).toEqual(['1.0', 'pf'])
    expect(attribute(cell, 'area')).toBe('6.25')
    expect(attribute(pin, 'function')).toBe('(A&B); {still text}')
  })

  it('reads tables of several lines and interpolates them, clamped', () => {
    const table = groupsNamed(groupsNamed(pin, 'internal_power')[0]!, 'rise_power')[0]!
    expect(numberList(table, 'values')).toEqual([0, 2, 4, 10, 12, 14])
    expect(lookUp(table, 0, 3)).toBe(3)
    expect(lookUp(table, 0.5, 1)).toBe(6)
    expect(lookUp(table, -1, -1)).toBe(0)
    expect(lookUp(table, 9, 9)).toBe(14)
    expect(lookUp(table, 1, 4)).toBe(14)
  })

  it.each([
    ['a group that never ends', 'library (x) { cell (y) {'],
    ['text after the library', 'library (x) { } more'],
    ['a group without a body', 'library (x) ;'],
  ])('refuses %s', (_what, text) => {
    expect(() => parseLiberty(text)).toThrow(LibertyError)
  })
})
