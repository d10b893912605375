import { expect, test } from 'vitest'
import { TANH_TABLE } from '../../src/index.js'

test('the table is odd, rises and stays near tanh and, halved, near the logistic function', () => {
  expect(TANH_TABLE.length).toBe(256)
  const entry = (j: number) => TANH_TABLE[j & 255]!
  for (let j = -128; j < 128; j++) {
    expect(entry(j)).toBe(-entry(-1 - j))
    if (j > -128) expect(entry(j)).toBeGreaterThanOrEqual(entry(j - 1))
    const x = (j + 0.5) / 32
    expect(Math.abs(entry(j) / 32767 - Math.tanh(x))).toBeLessThan(1 / 65534)
    const sigmoid = ((entry(j) + 32768) >> 1) / 32768
    expect(Math.abs(sigmoid - 1 / (1 + Math.exp(-2 * x)))).toBeLessThan(1.5 / 32768)
  }
})
