import { describe, expect, it } from 'vitest'
import { ExpressionError, parseExpression } from '../../src/space/expression.js'

describe('an expression', () => {
  it.each([
    ['rows * lanes / 2', 16],
    ['min(rows, lanes) + max(1, 2) - -1', 7],
    ['rows < lanes && !(rows == 3)', 1],
    ['rows > lanes || rows >= 5', 0],
    ['rows != lanes ? log2(lanes) : 0', 3],
    ['ceil(rows / 3) + floor(2.9) + round(2.5) + lanes % 3', 9],
  ])('%s', (text, value) => {
    expect(parseExpression(text).evaluate({ rows: 4, lanes: 8 })).toBe(value)
  })

  it.each([
    'process.exit(1)',
    'constructor("x")',
    'this',
    'rows = 3',
    '[rows]',
    '"text"',
    'rows; lanes',
    'toString()',
    '',
  ])('refuses %s', (text) => {
    expect(() => parseExpression(text).evaluate({ rows: 4 })).toThrow(ExpressionError)
  })

  it('reaches nothing but the values it is given', () => {
    expect(() => parseExpression('constructor').evaluate({})).toThrow(ExpressionError)
    expect(() => parseExpression('__proto__').evaluate({})).toThrow(ExpressionError)
  })
})
