import { expect, test } from 'vitest'
import { drawChips } from '../src/check/campaign.js'
import { randomContents } from '../src/check/random-contents.js'
import { compareContents, contentsOfImage, imageOfContents } from '../src/rtl/memory-contents.js'
import { joinVector, splitVector } from '../src/rtl/memory-image.js'
import { openRtl } from '../src/rtl/rtl-chip.js'

const chips = drawChips(12, 3)

test('contents become an image of the RTL and come back', () => {
  for (const config of chips) {
    const contents = randomContents(config, 7)
    const back = contentsOfImage(config, imageOfContents(config, contents))
    expect(compareContents(config, contents, back)).toBeUndefined()
  }
})

test('a difference is found wherever it is', () => {
  const [config] = chips
  for (const memory of ['act', 'weights', 'thresholds'] as const) {
    const changed = randomContents(config, 7)
    changed[memory][1][0] ^= 1
    expect(compareContents(config, randomContents(config, 7), changed)?.place).toBe(`${memory}[1][0]`)
  }
  const changed = randomContents(config, 7)
  changed.acc[0] ^= 1
  expect(compareContents(config, randomContents(config, 7), changed)?.place).toBe('acc[0]')
})

test('a vector splits into words and joins again', () => {
  const place = { memory: 'acc', index: 0, path: '', words: 3, bits: 11 } as const
  const vector = Uint8Array.of(0x5a, 0xff, 0x01, 0x80, 0x01)
  expect(joinVector(place, splitVector(place, vector))).toEqual(vector)
  expect(splitVector(place, vector)[0]).toBe(0x5a)
  expect(splitVector(place, vector).length).toBe(6)
})

test.each(['verilator', 'icarus'] as const)('%s keeps what it is given', async (engine) => {
  const config = drawChips(1, 20)[0]
  const rtl = await openRtl(config, { engine })
  try {
    const image = imageOfContents(config, randomContents(config, 11))
    await rtl.poke(image)
    expect((await rtl.peek()).map((part) => [...part])).toEqual(image.map((part) => [...part]))
  } finally {
    await rtl.close()
  }
})
