import { type ChipConfig, chipGeometry, PRESETS, parseChipConfig, StreamWriter } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { FastChip } from '../../src/fast/fast-chip.js'
import { randomBytes, randomIntegers } from '../support/random.js'

interface Shape {
  readonly why: string
  readonly rows: number
  readonly lanes: number
  readonly groups: number
  readonly side: number
  readonly kernel: number
  readonly pool: number
  readonly planes: number
}

const SHAPES: readonly Shape[] = [
  {
    why: 'more operand vectors than a byte can count',
    rows: 128,
    lanes: 512,
    groups: 60,
    side: 1,
    kernel: 1,
    pool: 1,
    planes: 1,
  },
  {
    why: 'more operand bits than 16 bits count',
    rows: 64,
    lanes: 512,
    groups: 140,
    side: 5,
    kernel: 1,
    pool: 1,
    planes: 1,
  },
  {
    why: 'several blocks of pixels, windows across them',
    rows: 64,
    lanes: 64,
    groups: 1,
    side: 21,
    kernel: 3,
    pool: 3,
    planes: 2,
  },
  {
    why: 'rows in blocks of 64, 32 and 16',
    rows: 120,
    lanes: 120,
    groups: 2,
    side: 6,
    kernel: 3,
    pool: 1,
    planes: 2,
  },
  {
    why: 'words that are no vectors',
    rows: 24,
    lanes: 24,
    groups: 3,
    side: 9,
    kernel: 5,
    pool: 1,
    planes: 2,
  },
  {
    why: 'a few rows of a wide word',
    rows: 33,
    lanes: 264,
    groups: 3,
    side: 8,
    kernel: 2,
    pool: 2,
    planes: 1,
  },
]

function chipOf({ rows, lanes, groups, side, kernel, planes }: Shape): ChipConfig {
  return parseChipConfig(
    {
      ...PRESETS.wide,
      rows,
      lanes,
      weightDepth: Math.min(256, groups * kernel * kernel * planes),
      actWords: Math.max(600, groups * side * side * planes),
      postLanes: 1,
      streamBits: 8,
    },
    'test',
  )
}

function program(
  config: ChipConfig,
  { groups, side, kernel, pool, planes }: Shape,
  rows: number,
): Uint8Array {
  const { wordBytes } = chipGeometry(config)
  const next = randomIntegers(side)
  const actWords = groups * side * side * planes
  const weightWords = groups * kernel * kernel * planes
  const writer = new StreamWriter(config).begin()
  const acts = randomBytes(actWords * wordBytes, 1)
  const weights = randomBytes(weightWords * config.rows * wordBytes, 2)
  const thresholds = Int32Array.from({ length: 3 * config.rows }, () => next(401) - 200)
  if (side === 1) {
    // Row 0 mismatches everywhere and stays just below its lowest threshold: no count may overflow
    weights.set(acts.map((byte) => ~byte))
    thresholds[0] = 4 - groups * config.lanes
  }
  writer.instruction({ op: 'LOAD_ACT', bank: 0, count: actWords }).words(acts)
  writer.instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: weightWords, rows: config.rows }).words(weights)
  writer.instruction({ op: 'LOAD_THRESHOLDS', bank: 0, slots: 3, rows: config.rows }).thresholds(thresholds)
  for (const bank of [0, 1, 16]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
  const pad = (kernel - 1) >> 1
  const windows = Math.floor(side / pool)
  const words = Math.ceil(rows / Math.min(config.rows, config.lanes))
  const line = side * groups
  writer.set('IN_ADDR', { address: -pad * (line + groups) }).set('ORIGIN', { x: -pad, y: -pad })
  writer.set('SIZE', { width: side, height: side }).set('KERNEL', { kw: kernel, kh: kernel })
  writer.set('TAP_DX', { step: groups }).set('TAP_DY', { step: line })
  writer.set('STRIDE', { sx: 1, sy: 1, wx: pool, wy: pool })
  writer.set('PIX_DX', { step: groups }).set('PIX_DY', { step: line })
  writer.set('WIN_DX', { step: pool * groups }).set('WIN_DY', { step: pool * line })
  writer.set('WINDOW', { pw: pool, ph: pool }).set('COUNT', { ww: windows, wh: windows })
  writer.set('GROUPS', { groups, lastValid: config.lanes - 3 })
  writer.set('WEIGHT', { address: 0, rows }).set('W_STEP', { wdx: groups, wdy: kernel * groups })
  writer.set('POST', { mode: 1, thresholds: 3, planes: 2 })
  writer.set('OUT_DX', { step: words }).set('OUT_DY', { step: words * windows })
  for (let index = 0; index < planes; index++) {
    const aOff = index * side * line
    writer.set('PAIR', { index, aOff, wOff: index * kernel * kernel * groups, double: index, negate: index })
  }
  const operands = {
    weightBank: 0,
    inBank: 0,
    outBank: 1,
    pairs: planes,
    load: false,
    save: false,
    both: false,
  } as const
  return writer
    .instruction({ op: 'RUN', ...operands })
    .end()
    .bytes()
}

describe('counting many words at once gives what counting word by word gives, with', () => {
  it.each(SHAPES)('$why', (shape) => {
    const config = chipOf(shape)
    for (const rows of [config.rows, config.rows - 5, 1]) {
      const stream = program(config, shape, rows)
      const [counted, traced] = [false, true].map((activity) => {
        const chip = new FastChip(config, { activity })
        chip.load(stream)
        chip.run()
        return Buffer.from(chip.memories().act[1]!)
      })
      if (rows > 1) expect(counted!.some((byte) => byte !== 0)).toBe(true)
      expect(counted!.equals(traced!)).toBe(true)
    }
  })
})
