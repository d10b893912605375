import { PRESETS, parseChipConfig, StreamWriter } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { runStep } from '../../src/index.js'
import { randomBytes } from '../support/random.js'

/** One lane a channel, all lanes valid: d = 2 · matches − lanes. */
function dot(lanes: number, a: Uint8Array, b: Uint8Array): number {
  let matches = 0
  for (let i = 0; i < lanes; i++) matches += ((~(a[i >>> 3] ^ b[i >>> 3]) >>> (i & 7)) & 1) === 1 ? 1 : 0
  return 2 * matches - lanes
}

/** Activity of saving counts, [pixel][row], and reading them once; the file holds 0 before. */
function fileActivity(counts: Int32Array) {
  const ones = (word: number) => [...(word & 0xffff).toString(2)].filter((digit) => digit === '1').length
  const bits = (toggled: (sum: number, i: number) => number) =>
    counts.slice(0, 4 * 32).reduce((total, sum, i) => total + ones(toggled(sum, i)), 0)
  return {
    accFileWrites: 4 * 32,
    accFileWriteBits: bits((count) => count),
    accFileReads: 4 * 32,
    accFileReadBits: bits((count, i) => count ^ (i < 32 ? 0 : counts[i - 32])),
  }
}

describe('partial sums in the accumulator file', () => {
  it('a RUN that saves and one that loads add up, with a doubling and a subtraction between', () => {
    const { edge } = PRESETS
    const act = randomBytes(4 * 8, 1)
    const weights = randomBytes(4 * 32 * 2, 2)
    const writer = new StreamWriter(edge).begin()
    writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 8 }).words(act)
    writer.instruction({ op: 'LOAD_WEIGHTS', bank: 1, words: 2, rows: 32 }).words(weights)
    for (const bank of [0, 2, 17]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
    for (const bank of [0, 2, 17]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
    writer
      .set('SIZE', { width: 4, height: 1 })
      .set('KERNEL', { kw: 1, kh: 1 })
      .set('WINDOW', { pw: 1, ph: 1 })
    writer.set('STRIDE', { wx: 1 }).set('WIN_DX', { step: 1 }).set('COUNT', { ww: 4, wh: 1 })
    writer.set('GROUPS', { groups: 1, lastValid: 32 }).set('WEIGHT', { rows: 32 })
    const run = { op: 'RUN', weightBank: 1, inBank: 0, outBank: 2, pairs: 1, both: false } as const
    writer.instruction({ ...run, outBank: 0, load: false, save: true })
    // 2 · (first) − (second word of weights · words 4..7)
    writer.set('PAIR', { aOff: 4, wOff: 1, double: 1, negate: 1, index: 0 })
    writer.set('POST', { mode: 2, planes: 10 }).set('OUT_DX', { step: 10 }).set('OUT_DP', { step: 1 })
    writer.instruction({ ...run, load: true, save: false })
    const result = runStep(edge, writer.end().bytes(), { activity: true })
    expect(result.error).toBeUndefined()
    expect(result.activity).toMatchObject(fileActivity(result.memories.acc))
    for (let pixel = 0; pixel < 4; pixel++) {
      for (let row = 0; row < 32; row++) {
        const word = (index: number) => act.subarray(4 * index, 4 * index + 4)
        const weight = (index: number) => weights.subarray(4 * (2 * row + index), 4 * (2 * row + index) + 4)
        const first = dot(32, word(pixel), weight(0))
        expect(2 * result.memories.acc[pixel * 32 + row] - result.memories.accValid[pixel]).toBe(first)
        const sum = 2 * first - dot(32, word(4 + pixel), weight(1))
        let stored = 0
        for (let plane = 0; plane < 10; plane++) {
          const byte = result.memories.act[2][4 * (10 * pixel + plane) + (row >>> 3)]
          stored |= ((byte >>> (row & 7)) & 1) << plane
        }
        expect((stored << 22) >> 22).toBe(sum)
      }
    }
  })
})

describe('segments of a word', () => {
  it('writes its own, clears the higher ones, leaves the lower ones', () => {
    const config = parseChipConfig({ ...PRESETS.edge, rows: 8, lanes: 32, postLanes: 2 }, 'test')
    const writer = new StreamWriter(config).begin()
    writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 1 }).words(new Uint8Array(4))
    writer.instruction({ op: 'LOAD_ACT', bank: 1, count: 1 }).words(new Uint8Array(4).fill(0xff))
    writer.instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: 1, rows: 8 }).words(new Uint8Array(32))
    writer.instruction({ op: 'LOAD_THRESHOLDS', bank: 0, slots: 1, rows: 8 })
    // All sums are 32: rows 0, 2, 4, 5 reach their threshold, and row 7 is not used
    writer.thresholds(Int32Array.of(32, 33, -5, 99, 0, 31, 33, 0))
    for (const bank of [0, 1, 16]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
    for (const bank of [0, 1, 16]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
    writer
      .set('SIZE', { width: 1, height: 1 })
      .set('KERNEL', { kw: 1, kh: 1 })
      .set('WINDOW', { pw: 1, ph: 1 })
    writer
      .set('COUNT', { ww: 1, wh: 1 })
      .set('GROUPS', { groups: 1, lastValid: 32 })
      .set('WEIGHT', { rows: 7 })
    writer.set('POST', { thresholds: 1, planes: 1, segment: 2 })
    writer.instruction({
      op: 'RUN',
      weightBank: 0,
      inBank: 0,
      outBank: 1,
      pairs: 1,
      load: false,
      save: false,
      both: false,
    })
    const result = runStep(config, writer.end().bytes())
    expect(result.error).toBeUndefined()
    expect([...result.memories.act[1].slice(0, 4)]).toEqual([0xff, 0xff, 0b0110101, 0])
  })
})

describe('empty pixels', () => {
  it('add nothing, but double', () => {
    const { nano } = PRESETS
    const writer = new StreamWriter(nano).begin()
    writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 1 }).words(new Uint8Array(2))
    writer.instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: 1, rows: 8 }).words(new Uint8Array(16))
    for (const bank of [0, 16]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
    for (const bank of [0, 16]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
    writer
      .set('SIZE', { width: 1, height: 1 })
      .set('KERNEL', { kw: 1, kh: 1 })
      .set('WINDOW', { pw: 1, ph: 1 })
    writer
      .set('COUNT', { ww: 1, wh: 1 })
      .set('GROUPS', { groups: 1, lastValid: 16 })
      .set('WEIGHT', { rows: 8 })
    const run = {
      op: 'RUN',
      weightBank: 0,
      inBank: 0,
      outBank: 0,
      load: false,
      save: true,
      both: false,
    } as const
    writer.instruction({ ...run, pairs: 1 })
    // The pixel lies left of the input; its three null words, doubling twice, make 4 · 16
    writer.set('ORIGIN', { x: -1, y: 0 }).set('IN_ADDR', { address: -1 })
    for (const index of [1, 2]) writer.set('PAIR', { double: 1, index })
    const result = runStep(
      nano,
      writer
        .instruction({ ...run, pairs: 3, load: true })
        .end()
        .bytes(),
    )
    expect(result.error).toBeUndefined()
    expect([...result.memories.acc.slice(0, 8)]).toEqual(new Array(8).fill(64))
    expect(result.counters.computeBusy).toBe(1 + 3)
  })
})
