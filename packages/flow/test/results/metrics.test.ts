import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flowFigures, MetricsError, parseMetrics, parsePowerReport } from '../../src/index.js'

describe('parseMetrics', () => {
  it('takes the spellings there are', () => {
    const metrics = parseMetrics(
      `{"a": Infinity, "b": -Infinity, "c": NaN, "d": "inf", "e": "-inf", "f": "nan", "g": null, "h": " 12.5 ", "i": "1e-3",
        "j": 0.1234567890123456789012345678901234567890123456789, "k": "0.0 0.0 10.0 20.0", "l": true, "m": "Infinity is text here: Infinity"}`,
      'metrics.json',
    )
    expect(Object.fromEntries(metrics)).toEqual({
      ...{ a: Infinity, b: -Infinity, d: Infinity, e: -Infinity, h: 12.5, i: 1e-3, j: 0.12345678901234568 },
      ...{ k: '0.0 0.0 10.0 20.0', l: 1, m: 'Infinity is text here: Infinity' },
    })
  })

  it('gives back every number, in quotes or not', () => {
    const number = fc.double({ noNaN: true })
    fc.assert(
      fc.property(fc.dictionary(fc.string(), number), fc.boolean(), (values, quoted) => {
        const spell = (value: number) => (quoted ? `"${value}"` : String(value))
        const text = `{${Object.entries(values)
          .map(([name, value]) => `${JSON.stringify(name)}: ${spell(value)}`)
          .join(',')}}`
        expect([...parseMetrics(text, 'metrics.json')]).toEqual(
          Object.entries(values).map(([name, value]) => [name, Number(String(value))]),
        )
      }),
    )
  })

  it.each(['', '[1]', 'null', '{"a": 1', 'inf'])('refuses %j', (text) => {
    expect(() => parseMetrics(text, 'final/metrics.json')).toThrow(MetricsError)
  })
})

describe('flowFigures', () => {
  it('leaves out what was not measured', () => {
    expect(flowFigures(new Map())).toEqual({ corners: [], checks: {} })
  })

  it('takes all cells for the cells only before there is a floorplan', () => {
    const area = ['design__instance__area', 1000] as const
    expect(flowFigures(new Map([area])).cellAreaUm2).toBe(1000)
    expect(flowFigures(new Map([area, ['design__die__area', 2000]])).cellAreaUm2).toBeUndefined()
  })
})

describe('parsePowerReport', () => {
  it('is undefined without a total', () => {
    expect(parsePowerReport('Error: corner.tcl, 132 can’t read "corner_name"')).toBeUndefined()
  })
})
