import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIdx, parseIdx } from '../../src/io/idx.js'
import { idxFile } from '../support/files.js'

const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 })

describe('parseIdx', () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const data = Uint8Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => i * 7)
        const file = idxFile(shape, data)
        expect(isIdx(file)).toBe(true)
        const read = parseIdx(file, 'file')
        expect(read.shape).toEqual(shape)
        expect([...read.data]).toEqual([...data])
      }),
    )
  })

  it('refuses every shorter or longer file', () => {
    const file = idxFile([3, 2], new Uint8Array(6))
    for (let length = 4; length < file.length; length++) {
      expect(() => parseIdx(file.subarray(0, length), 'file')).toThrow('Illegal IDX file')
    }
    expect(() => parseIdx(Buffer.concat([file, Buffer.alloc(1)]), 'file')).toThrow('19 bytes')
  })

  it('refuses other types than unsigned bytes', () => {
    const file = idxFile([2], new Uint8Array(2))
    file[2] = 0x0d
    expect(() => parseIdx(file, 'file')).toThrow('0x0d')
  })
})
