import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  InstructionError,
  packRegister,
  REGISTER_COUNT,
  REGISTERS,
  type Register,
  type RegisterName,
  registerName,
  setRegister,
  unpackRegister,
} from '../../src/index.js'

test.each([
  [packRegister('ORIGIN', { x: -1, y: -2 }), 0xffefff],
  [packRegister('SIZE', { width: 28, height: 14 }), 0x00e01c],
  [packRegister('KERNEL', { kw: 3, kh: 5, dilationLog2X: 1, dilationLog2Y: 2 }), 0x000953],
  [packRegister('STRIDE', { sx: 1, sy: 2, wx: 3, wy: 4 }), 0x010321],
  [packRegister('IN_ADDR', { address: -1 }), 0x03ffff],
  [packRegister('W_STEP', { wdx: 1, wdy: -1 }), 0xfff001],
  [packRegister('PAD', { address: 9, enable: 1 }), 0x800009],
  [packRegister('POST', { mode: 1, thresholds: 15, planes: 4, slot: 2, segment: 1 }), 0x1204f1],
  [packRegister('PAIR', { aOff: 1023, wOff: 255, double: 1, negate: 1, index: 7 }), 0x7fffff],
  [packRegister('GROUPS', {}), 0],
])('%i is %i', (packed, expected) => expect(packed).toBe(expected))

const REGISTER_LIST = Object.entries(REGISTERS).flatMap(([engine, registers]) =>
  Object.entries<Register>(registers).map(
    ([name, register]) => [name as RegisterName, engine, register] as const,
  ),
)

describe.each(REGISTER_LIST)('%s', (name, engine, { number, fields }) => {
  const ranges = Object.fromEntries(
    Object.entries(fields).map(([key, { bits, signed }]) => [
      key,
      signed ? { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 } : { min: 0, max: 2 ** bits - 1 },
    ]),
  )

  test('fields survive packing', () => {
    const values = fc.record(Object.fromEntries(Object.entries(ranges).map(([k, r]) => [k, fc.integer(r)])))
    fc.assert(
      fc.property(values, (v) => {
        const packed = packRegister(name, v)
        expect(packed).toBeLessThan(2 ** 24)
        expect(unpackRegister(name, packed)).toEqual(v)
        expect(setRegister(name, v)).toEqual({ op: 'SET', engine, register: number, value: packed })
      }),
    )
  })

  test('values beyond a field and unknown fields are refused', () => {
    for (const [key, { min, max }] of Object.entries(ranges)) {
      for (const value of [min - 1, max + 1, min + 0.5]) {
        const pack = () => packRegister(name, { [key]: value })
        expect(pack).toThrow(InstructionError)
        expect(pack).toThrow(`${name}.${key} is ${value}, legal: an integer in ${min}..${max}`)
      }
    }
    expect(() => packRegister(name, { nothing: 1 } as never)).toThrow('nothing')
  })

  test('fields do not overlap', () => {
    let used = 0
    for (const { low, bits } of Object.values(fields)) {
      const mask = (2 ** bits - 1) << low
      expect(used & mask).toBe(0)
      used |= mask
    }
  })

  test('its number finds its name', () => expect(registerName(engine as 'load', number)).toBe(name))
})

test('numbers run from 0 without gaps', () => {
  for (const engine of ['load', 'compute', 'store'] as const) {
    const numbers = Object.values<Register>(REGISTERS[engine]).map(({ number }) => number)
    expect(numbers).toEqual(Array.from({ length: REGISTER_COUNT[engine] }, (_, i) => i))
    expect(registerName(engine, REGISTER_COUNT[engine])).toBeUndefined()
  }
})
