import { type ChipConfig, chipGeometry, StreamWriter, WEIGHT_BANK_ID } from '@concord/arch'
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
}

/** Operation of the post unit. */
const MODE = { bin: 0, multi: 1 } as const

/** A program that loads a map once, then weights round by round while the round before computes, and stores the last map. */
export function layerProgram(
  config: ChipConfig,
  shape: LayerShape,
  data: { readonly acts: RandomBits; readonly weights: RandomBits },
): Uint8Array {
  const { lanes, accBits } = config
  const { wordBytes, segment } = chipGeometry(config)
  const { width, height, groups, kernel, planes, rowsUsed, pool, thresholds, outPlanes } = shape
  const words = width * height * groups
  const weightWords = kernel * kernel * groups
  const outWords = (width / pool) * (height / pool) * Math.ceil(rowsUsed / segment)
  const writer = new StreamWriter(config).begin().set('LOAD_ADDR', { address: 0 })
  writer
    .instruction({ op: 'LOAD_ACT', bank: 0, count: planes * words })
    .words(data.acts.bytes(planes * words * wordBytes))
  for (const bank of [0, 1]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
  for (const bank of [0, 1]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
  setGeometry(writer, shape)
  writer
    .set('GROUPS', { groups, lastValid: lanes })
    .set('POST', {
      mode: thresholds === 1 && outPlanes === 1 ? MODE.bin : MODE.multi,
      ...{ thresholds, planes: outPlanes },
    })
    .set('OUT_DX', { step: Math.ceil(rowsUsed / segment) })
    .set('OUT_DY', { step: (width / pool) * Math.ceil(rowsUsed / segment) })
    .set('OUT_DP', { step: outWords })
  for (let pair = 0; pair < planes; pair++) {
    writer.set('PAIR', { aOff: (planes - 1 - pair) * words, double: Number(pair > 0), index: pair })
  }
  // Sums spread with the root of the number of terms; thresholds sit where they fall
  const spread = Math.min(2 ** (accBits - 1) - 1, Math.round(2 * planes * Math.sqrt(weightWords * lanes)))
  for (let round = 0; round < shape.rounds; round++) {
    const weightBank = round % 2
    const bank = WEIGHT_BANK_ID + weightBank
    if (round >= 2) writer.instruction({ op: 'TAKE', engine: 'load', bank })
    writer
      .instruction({ op: 'LOAD_WEIGHTS', bank: weightBank, words: weightWords, rows: rowsUsed })
      .words(data.weights.bytes(weightWords * rowsUsed * wordBytes))
      .instruction({ op: 'LOAD_THRESHOLDS', bank: weightBank, slots: thresholds, rows: rowsUsed })
      .thresholds(Int32Array.from({ length: thresholds * rowsUsed }, () => data.weights.int(-spread, spread)))
      .instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
      .instruction({ op: 'TAKE', engine: 'compute', bank })
    const run = { op: 'RUN', weightBank, inBank: 0, outBank: 1, pairs: planes } as const
    for (let again = 0; again < shape.runsPerLoad; again++) {
      if (shape.split) writer.instruction({ ...run, load: false, save: true })
      writer.instruction({ ...run, load: shape.split, save: false })
    }
    writer.instruction({ op: 'GIVE', engine: 'compute', bank, to: 'load' })
  }
  return writer
    .instruction({ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' })
    .instruction({ op: 'TAKE', engine: 'store', bank: 1 })
    .instruction({ op: 'STORE', bank: 1, count: outPlanes * outWords })
    .end()
    .bytes()
}

function setGeometry(
  writer: StreamWriter,
  { width, height, groups, kernel, pool, rowsUsed }: LayerShape,
): void {
  const pad = (kernel - 1) >> 1
  writer
    .set('IN_ADDR', { address: -(pad * width + pad) * groups })
    .set('ORIGIN', { x: -pad, y: -pad })
    .set('SIZE', { width, height })
    .set('KERNEL', { kw: kernel, kh: kernel })
    .set('TAP_DX', { step: groups })
    .set('TAP_DY', { step: width * groups })
    .set('STRIDE', { sx: 1, sy: 1, wx: pool, wy: pool })
    .set('PIX_DX', { step: groups })
    .set('PIX_DY', { step: width * groups })
    .set('WIN_DX', { step: pool * groups })
    .set('WIN_DY', { step: pool * width * groups })
    .set('WINDOW', { pw: pool, ph: pool })
    .set('COUNT', { ww: width / pool, wh: height / pool })
    .set('WEIGHT', { address: 0, rows: rowsUsed })
    .set('W_STEP', { wdx: groups, wdy: kernel * groups })
}
