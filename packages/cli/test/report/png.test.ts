import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { toPicture } from '../../src/report/picture.js'
import { encodePng } from '../../src/report/png.js'

/** Chunks of a PNG by type. */
function chunksOf(png: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(png)
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return chunks
}

describe('encodePng', () => {
  it('holds the pixels, line by line', () => {
    const chunks = chunksOf(
      encodePng({ width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }),
    )
    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND'])
    expect([...chunks.get('IHDR')!]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])
    expect([...inflateSync(chunks.get('IDAT')!)]).toEqual([0, 1, 2, 3, 0, 4, 5, 6])
  })

  it('ends with the checksum that every PNG ends with', () => {
    const png = encodePng({ width: 1, height: 1, channels: 3, data: new Uint8Array(3) })
    expect(Buffer.from(png).toString('hex').endsWith('49454e44ae426082')).toBe(true)
  })
})

describe('toPicture', () => {
  it('knows pictures by their shape', () => {
    const data = Uint8Array.from({ length: 12 }, (_, i) => i)
    expect(toPicture([4], data.subarray(0, 4))).toMatchObject({ width: 2, height: 2, channels: 1 })
    expect(toPicture([1, 3, 4], data)).toMatchObject({ width: 4, height: 3, channels: 1 })
    expect(toPicture([2, 2, 3], data)).toMatchObject({ width: 2, height: 2, channels: 3 })
    expect([...toPicture([3, 2, 2], data)!.data]).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11])
    expect(toPicture([5], data)).toBeUndefined()
    expect(toPicture([2, 3, 2], data)).toBeUndefined()
  })
})
