import type { OperatorUse } from './operator-use.js'

const SIZE_MAX = 4096

/** A size in an operator's options, from 0 to 4096; fields are numbered as in the public schema. */
export function sizeOption(use: OperatorUse, field: number, fallback = 0): number {
  const value = use.options?.int32(field, fallback) ?? fallback
  if (value < 0 || value > SIZE_MAX) throw new RangeError(`option ${field} is ${value}`)
  return value
}

/** A byte in an operator's options: a code, or 1 for true. */
export function byteOption(use: OperatorUse, field: number): number {
  return use.options?.int8(field) ?? 0
}
