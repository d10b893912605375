import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNpy, parseNpy } from '../../src/io/npy.js'
import { npyFile } from '../support/files.js'

type Writer = readonly [bytes: number, write: (view: DataView, at: number, value: number) => void]

const WRITERS: Readonly<Record<string, Writer>> = {
  '|u1': [1, (view, at, value) => view.setUint8(at, value)],
  '<i2': [2, (view, at, value) => view.setInt16(at, value, true)],
  '>u2': [2, (view, at, value) => view.setUint16(at, value, false)],
  '<i4': [4, (view, at, value) => view.setInt32(at, value, true)],
  '<i8': [8, (view, at, value) => view.setBigInt64(at, BigInt(value), true)],
  '<f4': [4, (view, at, value) => view.setFloat32(at, value, true)],
  '>f8': [8, (view, at, value) => view.setFloat64(at, value, false)],
}

function encode(descr: string, values: readonly number[]): Uint8Array {
  const [size, write] = WRITERS[descr]
  const bytes = new Uint8Array(size * values.length)
  const view = new DataView(bytes.buffer)
  for (const [i, value] of values.entries()) write(view, i * size, value)
  return bytes
}

describe('parseNpy', () => {
  it('reads bytes of every type', () => {
    const values = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 })
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(WRITERS)), values, (descr, list) => {
        const file = npyFile([list.length], encode(descr, list), descr)
        expect(isNpy(file)).toBe(true)
        const read = parseNpy(file, 'file')
        expect(read.shape).toEqual([list.length])
        expect([...read.data]).toEqual(list)
      }),
    )
  })

  it('keeps the shape', () => {
    expect(parseNpy(npyFile([2, 1, 3], new Uint8Array(6)), 'file').shape).toEqual([2, 1, 3])
    expect(parseNpy(npyFile([], new Uint8Array(1)), 'file').shape).toEqual([])
  })

  it.each([-1, 256, 0.5])('refuses the value %d', (value) => {
    expect(() => parseNpy(npyFile([1], encode('<f4', [value]), '<f4'), 'file')).toThrow(
      'not a whole number in 0..255',
    )
  })

  it('refuses signed bytes below 0', () => {
    expect(() => parseNpy(npyFile([1], Uint8Array.of(0xff), '|i1'), 'file')).toThrow('value 0 is -1')
  })

  it('refuses every shorter file', () => {
    const file = npyFile([4], new Uint8Array(4))
    for (let length = 6; length < file.length; length++) {
      expect(() => parseNpy(file.subarray(0, length), 'file')).toThrow('Illegal NumPy file')
    }
  })

  it('refuses Fortran order and unknown types', () => {
    expect(() => parseNpy(npyFile([2, 2], new Uint8Array(4), '|u1', 'True'), 'file')).toThrow('Fortran')
    expect(() => parseNpy(npyFile([1], new Uint8Array(8), '<c8'), 'file')).toThrow('"<c8"')
  })
})
