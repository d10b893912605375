import { type ChipConfig, PRESETS, parseChipConfig } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runStep } from '../../src/index.js'
import {
  type ConvShape,
  convProgram,
  convWords,
  naiveConv,
  randomConvData,
  unpackConv,
} from '../support/conv.js'

const base: ConvShape = {
  width: 6,
  height: 5,
  channels: 20,
  outChannels: 8,
  planes: 1,
  kw: 3,
  kh: 1,
  strideX: 1,
  strideY: 1,
  dilationX: 0,
  dilationY: 0,
  padX: 1,
  padY: 0,
  poolX: 1,
  poolY: 1,
  outWidth: 6,
  outHeight: 5,
  thresholds: 1,
  outPlanes: 1,
  padWords: false,
}

function check(config: ChipConfig, shape: ConvShape, seed: number) {
  const data = randomConvData(shape, seed)
  const result = runStep(config, convProgram(config, shape, data))
  expect(result.error).toBeUndefined()
  expect(unpackConv(config, shape, result.output)).toEqual(naiveConv(shape, data))
  return result
}

describe('convolution on the stepped model', () => {
  it('skips padding', () => {
    check(PRESETS.nano, base, 1)
  })

  it('pools, with padding in both directions and two planes', () => {
    const shape = {
      ...base,
      ...{ channels: 30, outChannels: 32, kh: 3, padY: 1, poolX: 2, poolY: 2, outWidth: 3, outHeight: 2 },
      ...{ planes: 2, thresholds: 3, outPlanes: 2 },
    }
    check(PRESETS.edge, shape, 2)
  })

  it('feeds pad words', () => {
    check(PRESETS.edge, { ...base, kh: 3, padY: 1, planes: 2, padWords: true, outHeight: 5 }, 3)
  })

  it('writes sums as planes', () => {
    check(PRESETS.caravel, { ...base, thresholds: 0, outPlanes: 12 }, 4)
  })

  it.each<Partial<ChipConfig>>([
    { rows: 32, lanes: 32 },
    { rows: 12, lanes: 24, postLanes: 3, streamBits: 8, popcountStages: 0 },
    { rows: 40, lanes: 8, postLanes: 2, streamBits: 8, weightDepth: 33, actWords: 700 },
    { rows: 6, lanes: 48, postLanes: 6, streamBits: 16, popcountStages: 2, accBits: 17 },
    { rows: 32, lanes: 64, postLanes: 16, streamBits: 64, accBits: 32, actWords: 65535 },
    { rows: 100, lanes: 200, postLanes: 20, streamBits: 8, accBits: 24, queueDepth: 2 },
  ])('equals a naive convolution for any shape on %o', (structure) => {
    const config = parseChipConfig({ ...PRESETS.edge, ...structure }, 'test')
    const side = (max: number) => fc.integer({ min: 1, max })
    const shapes = fc
      .record({
        ...{
          width: side(9),
          height: side(9),
          channels: side(70),
          outChannels: side(Math.min(32, config.rows)),
        },
        ...{ kw: side(4), kh: side(4), strideX: side(3), strideY: side(3), padX: fc.nat(5), padY: fc.nat(5) },
        ...{ dilationX: fc.nat(2), dilationY: fc.nat(2), poolX: side(3), poolY: side(3), planes: side(3) },
        ...{ outWidth: side(4), outHeight: side(4), thresholds: fc.nat(3), padWords: fc.boolean() },
      })
      .map((shape): ConvShape => {
        const { thresholds } = shape
        if (thresholds > 0) return { ...shape, outPlanes: thresholds === 1 ? 1 : 2 }
        return { ...shape, outPlanes: 14, poolX: 1, poolY: 1 }
      })
      .filter((shape) => {
        const { groups, input, output } = convWords(config, shape)
        return input <= config.actWords && output <= 512 && shape.kw * shape.kh * groups <= config.weightDepth
      })
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, seed) => void check(config, shape, seed)),
      { numRuns: 15 },
    )
  })
})
