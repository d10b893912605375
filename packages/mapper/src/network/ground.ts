import type { BaseValue, Value } from './value.js'

/**
 * The same value with other values in it.
 *
 * @param exchange - gives what takes a value's place; undefined: it is kept, and looked into
 */
export function exchanged(value: Value, exchange: (part: Value) => BaseValue | undefined): Value {
  const other = exchange(value)
  if (other !== undefined) return other
  switch (value.kind) {
    case 'base':
      return value
    case 'step':
      return {
        ...value,
        operands: value.operands.map((operand) => operand && exchanged(operand, exchange)),
      }
    case 'join':
      return { ...value, parts: value.parts.map((part) => exchanged(part, exchange)) }
    default:
      return { ...value, from: exchanged(value.from, exchange) }
  }
}
