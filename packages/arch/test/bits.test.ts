import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lowBits, packBits, readBit, signExtend, unpackBits, writeBit } from '../src/index.js'

test('bit i of a vector is byte i div 8, position i mod 8', () => {
  expect(packBits([1, 0, 0, 0, 0, 0, 0, 0, 0, 1])).toEqual(Uint8Array.of(1, 2))
  expect(readBit(Uint8Array.of(0, 2), 9)).toBe(1)
})

test('packing and unpacking are inverse', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1)), (values) => {
      expect([...unpackBits(packBits(values), values.length)]).toEqual(values)
    }),
  )
})

test('writing one bit leaves the others', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.boolean(), (bytes, at, value) => {
      const index = at % (8 * bytes.length)
      const expected = unpackBits(bytes, 8 * bytes.length)
      expected[index] = Number(value)
      writeBit(bytes, index, value)
      expect(unpackBits(bytes, expected.length)).toEqual(expected)
    }),
  )
})

test('sign extension undoes cutting to the low bits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 32 }), fc.integer(), (bits, value) => {
      const low = lowBits(value, bits)
      expect(BigInt(low)).toBe(BigInt.asUintN(bits, BigInt(value)))
      expect(BigInt(signExtend(low, bits))).toBe(BigInt.asIntN(bits, BigInt(value)))
    }),
  )
})
