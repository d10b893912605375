import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chipGeometry, clog2, PRESETS, rtlParameters } from '../../src/index.js'
import { chips } from '../arbitraries.js'

test('sizes of the presets', () => {
  expect(chipGeometry(PRESETS.nano)).toEqual({
    segment: 8,
    segmentsPerWord: 2,
    wordsPerRows: 1,
    beatBytes: 1,
    wordBytes: 2,
    wordBeats: 2,
    instructionBeats: 4,
    instructionBytes: 4,
    wideBeats: 4,
    wideBytes: 4,
    thresholdBeats: 2,
    thresholdBytes: 2,
    actAddressBits: 9,
    weightAddressBits: 5,
  })
  const { instructionBytes, thresholdBytes, actAddressBits, wordBeats } = chipGeometry(PRESETS.wide)
  expect([instructionBytes, thresholdBytes, actAddressBits, wordBeats]).toEqual([8, 8, 14, 4])
})

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 3],
  [256, 8],
  [257, 9],
  [65535, 16],
])('%i words take %i address bits', (count, bits) => {
  expect(clog2(count)).toBe(bits)
})

test('every size of every legal chip is a whole number that fits its purpose', () => {
  fc.assert(
    fc.property(chips, (config) => {
      const geometry = chipGeometry(config)
      for (const size of Object.values(geometry)) expect(Number.isInteger(size) && size > 0).toBe(true)
      expect(geometry.wordBeats * config.streamBits).toBe(config.lanes)
      expect(geometry.instructionBytes).toBeGreaterThanOrEqual(4)
      expect(8 * geometry.thresholdBytes).toBeGreaterThanOrEqual(config.accBits)
      expect(2 ** (geometry.actAddressBits - 2)).toBeGreaterThanOrEqual(config.actWords)
      expect(geometry.actAddressBits).toBeLessThanOrEqual(18)
      expect(2 ** (geometry.weightAddressBits - 2)).toBeGreaterThanOrEqual(config.weightDepth)
    }),
  )
})

test('RTL parameters carry the configuration', () => {
  expect(rtlParameters({ ...PRESETS.nano, memories: { ...PRESETS.nano.memories, acc: 'flop' } })).toEqual({
    Rows: 8,
    Lanes: 16,
    WeightDepth: 8,
    AccDepth: 4,
    AccBits: 16,
    ActBanks: 2,
    ActWords: 128,
    PostLanes: 2,
    ParamDepth: 3,
    PairDepth: 4,
    StreamBits: 8,
    QueueDepth: 4,
    PopcountStages: 0,
    ResidualWords: 0,
    Vector: 0,
    CounterBits: 24,
    WeightLatch: 1,
    ActLatch: 1,
    ActSram: 0,
    AccLatch: 0,
    ParamLatch: 1,
    Signature: 0x7372,
  })
})
