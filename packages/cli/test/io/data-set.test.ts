import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { arrangeData, readDataSet } from '../../src/io/data-set.js'
import { idxFile, npyFile, useFolder } from '../support/files.js'

const folder = useFolder()
const images = Uint8Array.from({ length: 12 }, (_, i) => i)

describe('readDataSet', () => {
  it('reads IDX and NumPy files, compressed or not, whatever they are called', async () => {
    const files = [
      folder.write('a.idx', idxFile([3, 2, 2], images)),
      folder.write('b.idx.gz', gzipSync(idxFile([3, 2, 2], images))),
      folder.write('c.npy', npyFile([3, 2, 2], images)),
      folder.write('d', gzipSync(npyFile([3, 2, 2], images))),
    ]
    const labels = folder.write('labels', idxFile([3], Uint8Array.of(7, 8, 9)))
    for (const data of files) {
      const set = await readDataSet({ data, labels })
      expect(set).toMatchObject({ count: 3, elements: 4, shape: [2, 2], labels: [7, 8, 9] })
      expect([...set.pixels]).toEqual([...images])
    }
  })

  it('reads labels of any whole type and refuses others', async () => {
    const data = folder.write('a', idxFile([2, 6], images))
    const write = (name: string, descr: string, values: BigInt64Array | Float32Array) =>
      folder.write(name, npyFile([2], new Uint8Array(values.buffer), descr))
    const whole = write('whole', '<i8', BigInt64Array.of(1n, 0n))
    expect((await readDataSet({ data, labels: whole })).labels).toEqual([1, 0])
    const broken = write('broken', '<f4', Float32Array.of(1, 0.5))
    await expect(readDataSet({ data, labels: broken })).rejects.toThrow('label 1 is 0.5')
    const negative = write('negative', '<i8', BigInt64Array.of(0n, -1n))
    await expect(readDataSet({ data, labels: negative })).rejects.toThrow('label 1 is -1')
  })

  it('takes labels from data that hold them, and turns images to the order of a network', async () => {
    const record = (label: number) => Uint8Array.of(label, ...Array.from({ length: 3072 }, (_, i) => i % 251))
    const data = folder.write('batch.bin', Buffer.concat([record(3), record(9)]))
    const set = await readDataSet({ data })
    expect(set).toMatchObject({ count: 2, shape: [3, 32, 32], labels: [3, 9] })
    const last = arrangeData(set, [32, 32, 3])
    expect([...last.pixels.subarray(0, 3)]).toEqual([0, 1024, 2048].map((i) => i % 251))
    expect(() => arrangeData(set, [1, 28, 28])).toThrow('3072 values (3×32×32), the network takes 784')
    const labels = folder.write('own', idxFile([2], Uint8Array.of(1, 2)))
    expect((await readDataSet({ data, labels })).labels).toEqual([1, 2])
  })

  it('keeps the first inputs only', async () => {
    const data = folder.write('a', idxFile([3, 4], images))
    const labels = folder.write('l', npyFile([3], Uint8Array.of(7, 8, 9)))
    const set = await readDataSet({ data, labels, limit: 2 })
    expect([set.count, set.pixels.length, set.labels]).toEqual([2, 8, [7, 8]])
  })

  it('has the MNIST test images', async () => {
    const set = await readDataSet({ data: 'mnist', limit: 3 })
    expect([set.shape, set.labels]).toEqual([
      [28, 28],
      [7, 2, 1],
    ])
  })

  it('refuses labels of another length', async () => {
    const data = folder.write('a', idxFile([3, 4], images))
    const labels = folder.write('l', idxFile([2], new Uint8Array(2)))
    await expect(readDataSet({ data, labels })).rejects.toThrow('2 labels (2) for 3 images')
  })

  it('refuses damaged compression, no images, and unknown files', async () => {
    const zipped = gzipSync(idxFile([3, 4], images)).subarray(0, 15)
    const none = idxFile([0, 4], new Uint8Array(0))
    const cases = [
      [folder.write('a', zipped), 'unzipped'],
      [folder.write('b', none), 'No inputs'],
      [folder.write('c', Buffer.from('text')), 'neither an IDX'],
      [folder.path('absent'), 'no such file'],
    ] as const
    for (const [data, text] of cases) await expect(readDataSet({ data })).rejects.toThrow(text)
  })
})
