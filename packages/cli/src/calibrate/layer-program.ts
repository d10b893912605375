import { type ChipConfig, chipGeometry, StreamWriter, WEIGHT_BANK_ID, WIDE_BANK_ID } from '@concord/arch'
import type { RandomBits } from './random-bits.js'

/** A layer that a workload runs again and again, each time with weights loaded anew. */
export interface LayerShape {
  /** Input map; each pixel has `groups` words a plane. */
  readonly width: number
  readonly height: number
  readonly groups: number
  /** Kernel side; taps outside of the map are skipped. */
  readonly kernel: number
  /** Planes of the input, 1 or 2. */
  readonly planes: number
  readonly rowsUsed: number
  /** Side of the pooling window; divides width and height. */
  readonly pool: number
  readonly thresholds: number
  readonly outPlanes: number
  /** Runs for one load of weights. */
  readonly runsPerLoad: number
  /** Partial sums go through the accumulator file: every run is two, the second starts where the first ended. */
  readonly split: boolean
  readonly rounds: number
  /** What SCALE does with the sums; thresholds and planes are then those of its codes, and may be 0. */
  readonly scale?: ScaleShape
}

/** SCALE on the wide bank: its words are given once, and every pixel reads and writes the same ones. */
export interface ScaleShape {
  /** Field values of SCALE. */
  readonly operations: Readonly<Record<string, number>>
  /** Parameters a row that the operations take. */
  readonly parameters: number
  /** The values come from the wide bank, a pixel from each `wordsOf` words on, not from sums. */
  readonly fromWide: boolean
}

/** Operation of the post unit. */
const MODE = { bin: 0, multi: 1, scale: 3 } as const

/** A program that loads a map once, then weights round by round while the round before computes, and stores the last map. */
export function layerProgram(
  config: ChipConfig,
  shape: LayerShape,
  data: { readonly acts: RandomBits; readonly weights: RandomBits },
): Uint8Array {
  const { lanes, accBits } = config
  const { wordBytes, segment } = chipGeometry(config)
  const { width, height, groups, kernel, planes, rowsUsed, pool, thresholds, outPlanes, scale } = shape
  const words = width * height * groups
  const weightWords = kernel * kernel * groups
  const outWords = (width / pool) * (height / pool) * Math.ceil(rowsUsed / segment)
  const writer = new StreamWriter(config).begin().set('LOAD_ADDR', { address: 0 })
  writer
    .instruction({ op: 'LOAD_ACT', bank: 0, count: planes * words })
    .words(data.acts.bytes(planes * words * wordBytes))
  for (const bank of [0, 1]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
  for (const bank of [0, 1]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
  if (scale !== undefined) setScale(writer, config, shape, scale, data.acts)
  setGeometry(writer, shape, scale?.fromWide ? wordsOf(config, rowsUsed) : groups)
  const plain = thresholds === 1 && outPlanes === 1 ? MODE.bin : MODE.multi
  writer
    .set('GROUPS', { groups, lastValid: lanes })
    .set('POST', { mode: scale ? MODE.scale : plain, ...{ thresholds, planes: outPlanes } })
    .set('OUT_DX', { step: Math.ceil(rowsUsed / segment) })
    .set('OUT_DY', { step: (width / pool) * Math.ceil(rowsUsed / segment) })
    .set('OUT_DP', { step: outWords })
  for (let pair = 0; pair < planes; pair++) {
    writer.set('PAIR', { aOff: (planes - 1 - pair) * words, double: Number(pair > 0), index: pair })
  }
  // Sums spread with the root of the number of terms; thresholds sit where they fall
  const spread = Math.min(2 ** (accBits - 1) - 1, Math.round(2 * planes * Math.sqrt(weightWords * lanes)))
  const slots = thresholds + (scale?.parameters ?? 0)
  for (let round = 0; round < shape.rounds; round++) {
    const weightBank = round % 2
    const bank = WEIGHT_BANK_ID + weightBank
    if (round >= 2) writer.instruction({ op: 'TAKE', engine: 'load', bank })
    writer
      .instruction({ op: 'LOAD_WEIGHTS', bank: weightBank, words: weightWords, rows: rowsUsed })
      .words(data.weights.bytes(weightWords * rowsUsed * wordBytes))
      .instruction({ op: 'LOAD_THRESHOLDS', bank: weightBank, slots, rows: rowsUsed })
      .thresholds(Int32Array.from({ length: slots * rowsUsed }, () => data.weights.int(-spread, spread)))
      .instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
      .instruction({ op: 'TAKE', engine: 'compute', bank })
    const inBank = scale?.fromWide ? WIDE_BANK_ID : 0
    const run = { op: 'RUN', weightBank, inBank, outBank: 1, pairs: planes, both: false } as const
    for (let again = 0; again < shape.runsPerLoad; again++) {
      if (shape.split) writer.instruction({ ...run, load: false, save: true })
      writer.instruction({ ...run, load: shape.split, save: false })
    }
    writer.instruction({ op: 'GIVE', engine: 'compute', bank, to: 'load' })
  }
  return writer
    .instruction({ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' })
    .instruction({ op: 'TAKE', engine: 'store', bank: 1 })
    .instruction({ op: 'STORE', bank: 1, count: Math.max(1, outPlanes) * outWords })
    .end()
    .bytes()
}

/** Words of the wide bank that the values of one pixel take. */
export function wordsOf({ postLanes }: ChipConfig, rowsUsed: number): number {
  return Math.ceil(rowsUsed / postLanes)
}

/** Fills the wide bank and sets what SCALE does; results go behind what is read, where there is room. */
function setScale(
  writer: StreamWriter,
  config: ChipConfig,
  { rowsUsed }: LayerShape,
  { operations }: ScaleShape,
  values: RandomBits,
): void {
  const { residualWords } = config
  const { wideBytes } = chipGeometry(config)
  const words = wordsOf(config, rowsUsed)
  writer
    .set('LOAD_ADDR', { address: 0 })
    .instruction({ op: 'LOAD_ACT', bank: WIDE_BANK_ID, count: residualWords })
    .words(values.bytes(residualWords * wideBytes))
    .instruction({ op: 'GIVE', engine: 'load', bank: WIDE_BANK_ID, to: 'compute' })
    .instruction({ op: 'TAKE', engine: 'compute', bank: WIDE_BANK_ID })
    .set('SCALE', operations)
    .set('RES_ADDR', { address: 0 })
    .set('WIDE_ADDR', { address: 2 * words <= residualWords ? words : 0 })
}

/** @param words - address step of a pixel */
function setGeometry(
  writer: StreamWriter,
  { width, height, groups, kernel, pool, rowsUsed }: LayerShape,
  words: number,
): void {
  const pad = (kernel - 1) >> 1
  writer
    .set('IN_ADDR', { address: -(pad * width + pad) * words })
    .set('ORIGIN', { x: -pad, y: -pad })
    .set('SIZE', { width, height })
    .set('KERNEL', { kw: kernel, kh: kernel })
    .set('TAP_DX', { step: words })
    .set('TAP_DY', { step: width * words })
    .set('STRIDE', { sx: 1, sy: 1, wx: pool, wy: pool })
    .set('PIX_DX', { step: words })
    .set('PIX_DY', { step: width * words })
    .set('WIN_DX', { step: pool * words })
    .set('WIN_DY', { step: pool * width * words })
    .set('WINDOW', { pw: pool, ph: pool })
    .set('COUNT', { ww: width / pool, wh: height / pool })
    .set('WEIGHT', { address: 0, rows: rowsUsed })
    .set('W_STEP', { wdx: groups, wdy: kernel * groups })
}
