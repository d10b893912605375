import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readDataSet } from '../../src/io/data-set.js'
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
      expect(set).toMatchObject({ count: 3, elements: 4, shape: [2, 2] })
      expect([...set.pixels]).toEqual([...images])
      expect([...set.labels!]).toEqual([7, 8, 9])
    }
  })

  it('keeps the first inputs only', async () => {
    const data = folder.write('a', idxFile([3, 4], images))
    const labels = folder.write('l', npyFile([3], Uint8Array.of(7, 8, 9)))
    const set = await readDataSet({ data, labels, limit: 2 })
    expect([set.count, set.pixels.length, [...set.labels!]]).toEqual([2, 8, [7, 8]])
  })

  it('has the MNIST test images', async () => {
    const set = await readDataSet({ data: 'mnist', limit: 3 })
    expect([set.shape, [...set.labels!]]).toEqual([
      [28, 28],
      [7, 2, 1],
    ])
  })

  it('refuses labels of another length', async () => {
    const data = folder.write('a', idxFile([3, 4], images))
    const labels = folder.write('l', idxFile([2], new Uint8Array(2)))
    await expect(readDataSet({ data, labels })).rejects.toThrow('2 labels (2) for the 3 inputs')
  })

  it('refuses damaged compression, no images, and unknown files', async () => {
    const bytes = gzipSync(idxFile([3, 4], images))
    await expect(readDataSet({ data: folder.write('a', bytes.subarray(0, 15)) })).rejects.toThrow('gzip')
    await expect(
      readDataSet({ data: folder.write('b', idxFile([0, 4], images.subarray(0, 0))) }),
    ).rejects.toThrow('No inputs')
    await expect(readDataSet({ data: folder.write('c', Buffer.from('text')) })).rejects.toThrow(
      'Unknown kind',
    )
    await expect(readDataSet({ data: folder.path('absent') })).rejects.toThrow('no such file')
  })
})
