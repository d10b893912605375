import { expect, it } from 'vitest'
import { gatherBatch } from '../src/batches.js'
import { createRandom } from '../src/random.js'

const images = new Uint8Array(2 * 784)
images[10 * 28 + 12] = 128
images[784] = 255
images[784 + 5 * 28 + 5] = 127
const data = { count: 2, images, labels: Uint8Array.of(3, 9) }
const onesOf = (act: Float32Array) => [...act.keys()].filter((i) => act[i] === 1)

it('gathers images in the given order, binarised, with one-hot labels', () => {
  const batch = gatherBatch(data, Uint32Array.of(0, 1, 0), 1, 2, 0, createRandom(1))
  expect(onesOf(batch.act)).toEqual([0, 784 + 10 * 28 + 12])
  expect(batch.act.every((value) => value === 1 || value === -1)).toBe(true)
  expect([...batch.oneHot.keys()].filter((i) => batch.oneHot[i] === 1)).toEqual([9, 13])
})

it('moves each image to all nine places and fills with background', () => {
  const random = createRandom(2)
  const places = new Set<number>()
  let vanished = 0
  for (let i = 0; i < 300; i++) {
    const [inner, corner] = [0, 1].map((image) =>
      onesOf(gatherBatch(data, Uint32Array.of(image), 0, 1, 1, random).act),
    )
    places.add(inner[0])
    if (corner.length === 0) vanished++
  }
  const expected = [9, 10, 11].flatMap((row) => [11, 12, 13].map((column) => row * 28 + column))
  expect([...places].sort((a, b) => a - b)).toEqual(expected)
  // The pixel in the corner leaves the image in five of the nine moves.
  expect(vanished).toBeGreaterThan(100)
  expect(vanished).toBeLessThan(240)
})
