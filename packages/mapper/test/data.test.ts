import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { arrangeImages } from '../src/data/arrange-images.js'
import { DataError, readData, readIdx, readNpy, toImages, toLabels } from '../src/index.js'
import { zipFile } from './support/zip.js'

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
    expect(() => readData(new TextEncoder().encode('P5 28 28'), 'x.pgm')).toThrow(/neither an IDX/)
  })
})

describe('CIFAR-10', () => {
  const records = Uint8Array.from({ length: 2 * 3073 }, (_, i) =>
    i % 3073 === 0 ? 7 - (i > 0 ? 4 : 0) : i % 251,
  )

  test('labels and images', () => {
    for (const bytes of [records, gzipSync(records)]) {
      const { shape, data, labels } = readData(bytes, 'test_batch.bin')
      expect(shape).toEqual([2, 3, 32, 32])
      expect(labels).toEqual([7, 3])
      expect([data[0], data[3071], data[3072]]).toEqual([1, 3072 % 251, 3074 % 251])
    }
  })

  test('part of a record, or a class above 9, is refused', () => {
    expect(() => readData(records.subarray(0, 3074), 'cut.bin')).toThrow(/cut.bin[\s\S]*neither/)
    expect(() => readData(records.with(3073, 10), 'odd.bin')).toThrow(/odd.bin[\s\S]*neither/)
  })

  test('a record that begins like an IDX file is a record', () => {
    const bytes = Uint8Array.from(records)
    bytes.set([0, 0, 8, 3], 0)
    expect(readData(bytes, 'a').labels).toEqual([0, 3])
  })
})

describe('NPZ', () => {
  const images = npy('|u1', '2, 1, 3', Uint8Array.of(1, 2, 3, 4, 5, 6))
  const labels = npy('<i8', '2,', BigInt64Array.of(9n, 8n))

  test.each([true, false])('one array, or inputs and labels by their names (stored: %s)', (stored) => {
    const plain = { shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) }
    expect(readData(zipFile({ 'anything.npy': images }, stored), 'a.npz')).toEqual(plain)
    const both = zipFile({ 'x_train.npy': labels, 'y_test.npy': labels, 'x_test.npy': images }, stored)
    expect(readData(both, 'a.npz')).toEqual({ ...plain, labels: [9, 8] })
  })

  test('unknown names, other numbers of labels and damage are refused', () => {
    const refused = (bytes: Uint8Array, why: RegExp) => expect(() => readData(bytes, 'a.npz')).toThrow(why)
    refused(zipFile({ 'p.npy': images, 'q.npy': labels }), /none of its arrays \(p, q\)/)
    refused(
      zipFile({ 'x.npy': images, 'y.npy': npy('|u1', '3,', new Uint8Array(3)) }),
      /3 values \(3\) for 2 inputs/,
    )
    const bytes = zipFile({ 'x.npy': images }, true)
    refused(bytes.with(60, bytes[60] ^ 1), /"x.npy" is damaged/)
    refused(bytes.subarray(0, bytes.length - 30), /ends before its directory/)
  })
})

describe('order of channels', () => {
  const pixels = Uint8Array.from({ length: 2 * 24 }, (_, i) => i)
  const arrange = (shape: readonly number[], expected: readonly number[]) =>
    Array.from(arrangeImages({ shape: [2, ...shape], data: pixels }, expected, 'a'))
  const first = (c: number, y: number, x: number) => (c * 4 + y) * 2 + x
  const last = (c: number, y: number, x: number) => (y * 2 + x) * 3 + c
  const orders = { first: [3, 4, 2], last: [4, 2, 3] }

  test('inputs are turned round when only their channels lie elsewhere', () => {
    const turned = arrange(orders.first, orders.last)
    const back = arrange(orders.last, orders.first)
    for (let i = 0; i < 2; i++)
      for (let c = 0; c < 3; c++)
        for (let y = 0; y < 4; y++)
          for (let x = 0; x < 2; x++) {
            expect(turned[24 * i + last(c, y, x)]).toBe(24 * i + first(c, y, x))
            expect(back[24 * i + first(c, y, x)]).toBe(24 * i + last(c, y, x))
          }
  })

  test('axes of size 1 do not matter; flat networks and maps of one channel take elements as they come', () => {
    for (const [shape, expected] of [
      [orders.first, orders.first],
      [
        [4, 6],
        [1, 4, 6],
      ],
      [
        [4, 6],
        [4, 6, 1],
      ],
      [
        [1, 4, 6],
        [4, 6],
      ],
      [[24], [1, 4, 6]],
      [orders.last, [24]],
    ]) {
      expect(arrange(shape, expected)).toEqual(Array.from(pixels))
    }
  })

  test('what cannot be told is refused', () => {
    const refused = (shape: readonly number[], expected: readonly number[], why: RegExp) =>
      expect(() => arrange(shape, expected)).toThrow(why)
    refused([24], [3, 4, 2], /shape 24, the network takes 3×4×2/)
    refused([2, 4, 3], [3, 4, 2], /shape 2×4×3/)
    refused([6, 4], [1, 4, 6], /shape 6×4/)
    refused([3, 4, 2], [3, 4, 4], /24 values \(3×4×2\), the network takes 48/)
  })
})
