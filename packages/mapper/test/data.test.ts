import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DataError, readData, readIdx, readNpy, toImages, toLabels } from '../src/index.js'

const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255)

function npy(descr: string, shape: string, body: ArrayBufferView, order = 'False'): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`
  const header = new TextEncoder().encode(text)
  const prefix = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]
  return Uint8Array.of(...prefix, ...header, ...new Uint8Array(body.buffer))
}

const network = {
  input: { elements: 3, shape: [1, 1, 3], tensor: 'x', scale: 'unit', levels: {}, thresholds: [], codes: [] },
} as unknown as Parameters<typeof toImages>[1]

describe('IDX', () => {
  test('bytes, plain and zipped', () => {
    const expected = { shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) }
    expect(readData(idx, 'a')).toEqual(expected)
    expect(readData(gzipSync(idx), 'a.gz')).toEqual(expected)
  })

  test('wider types are big endian', () => {
    const words = Uint8Array.of(0, 0, 0x0b, 1, 0, 0, 0, 2, 1, 2, 255, 254)
    expect(readIdx(words, 'a')).toEqual({ shape: [2], data: Float64Array.of(258, -2) })
  })

  test('cut or too long', () => {
    expect(() => readIdx(idx.subarray(0, 21), 'cut.idx')).toThrow(
      /cut.idx[\s\S]*21 bytes, its header asks for 22/,
    )
    expect(() => readIdx(idx.subarray(0, 9), 'cut.idx')).toThrow(/truncated/)
    expect(() => readData(gzipSync(idx).subarray(0, 12), 'cut.gz')).toThrow(/cannot be unzipped/)
  })
})

describe('NPY', () => {
  test.each([
    ['|u1', Uint8Array.of(1, 2, 255), [1, 2, 255]],
    ['|i1', Int8Array.of(1, -2, 3), [1, -2, 3]],
    ['<i4', Int32Array.of(1, -2, 3), [1, -2, 3]],
    ['<i8', BigInt64Array.of(1n, -2n, 3n), [1, -2, 3]],
    ['<f4', Float32Array.of(0.5, -2, 3), [0.5, -2, 3]],
    ['<f8', Float64Array.of(0.1, -2, 3), [0.1, -2, 3]],
    ['>i2', Uint8Array.of(0, 1, 255, 254, 0, 3), [1, -2, 3]],
  ])('%s', (descr, body, expected) => {
    const { shape, data } = readData(npy(descr, '3,', body), 'a.npy')
    expect(shape).toEqual([3])
    expect(Array.from(data)).toEqual(expected)
  })

  test('Fortran order, unknown types and wrong lengths are refused', () => {
    const body = Uint8Array.of(1, 2, 3)
    expect(() => readNpy(npy('|u1', '3,', body, 'True'), 'a.npy')).toThrow(/Fortran/)
    expect(() => readNpy(npy('<c8', '3,', body), 'a.npy')).toThrow(/not understood/)
    expect(() => readNpy(npy('|u1', '4,', body), 'a.npy')).toThrow(/its header asks for/)
  })
})

describe('images and labels', () => {
  test('bytes are taken as they are', () => {
    expect(toImages(readData(idx, 'a'), network, 'a')).toEqual([
      Uint8Array.of(1, 2, 3),
      Uint8Array.of(4, 5, 255),
    ])
  })

  test('numbers are bytes, or bytes / 255', () => {
    const bytes = { shape: [1, 3], data: Float64Array.of(0, 17, 255) }
    const units = { shape: [1, 3], data: Float64Array.of(0, Math.fround(17 / 255), 1) }
    expect(toImages(bytes, network, 'a')).toEqual([Uint8Array.of(0, 17, 255)])
    expect(toImages(units, network, 'a')).toEqual([Uint8Array.of(0, 17, 255)])
    expect(() => toImages({ shape: [1, 3], data: Float64Array.of(0, 0.5, 1) }, network, 'a')).toThrow(
      /value 0.5/,
    )
    expect(() => toImages({ shape: [1, 3], data: Float64Array.of(0, 256, 1) }, network, 'a')).toThrow(
      /value 256/,
    )
  })

  test('a wrong image size', () => {
    const wrong = { shape: [1, 2, 2], data: new Uint8Array(4) }
    expect(() => toImages(wrong, network, 'four.npy')).toThrow(DataError)
    expect(() => toImages(wrong, network, 'four.npy')).toThrow(
      /4 values \(2×2\), the network takes 3 \(1×3\)/,
    )
  })

  test('labels of another length', () => {
    expect(() => toLabels({ shape: [2], data: Uint8Array.of(1, 2) }, 3, 'l')).toThrow(
      /2 labels \(2\) for 3 images/,
    )
    expect(toLabels({ shape: [2], data: Uint8Array.of(1, 2) }, 2, 'l')).toEqual([1, 2])
  })

  test('a file that is neither', () => {
    expect(() => readData(new TextEncoder().encode('P5 28 28'), 'x.pgm')).toThrow(/neither an IDX nor a .npy/)
  })
})
