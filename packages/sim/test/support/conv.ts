import { type ChipConfig, chipGeometry, packBits, StreamWriter } from '@concord/arch'
import { randomIntegers } from './random.js'

/** A convolution of input planes (unsigned bits, plane j counts 2^j) with binary weights, one RUN of one row group. */
export interface ConvShape {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly outChannels: number
  readonly planes: number
  readonly kw: number
  readonly kh: number
  readonly strideX: number
  readonly strideY: number
  /** log2 */
  readonly dilationX: number
  readonly dilationY: number
  readonly padX: number
  readonly padY: number
  readonly poolX: number
  readonly poolY: number
  /** Windows a line and lines. */
  readonly outWidth: number
  readonly outHeight: number
  /** Thresholds a row: 1 is BIN, more is MULTI with `outPlanes`, 0 is RAW with `outPlanes`. */
  readonly thresholds: number
  readonly outPlanes: number
  /** Feed −1 where a tap lies outside the input instead of skipping it. */
  readonly padWords: boolean
}

/** Data of a convolution; every value is +1 or −1. */
export interface ConvData {
  /** [plane][y][x][channel] */
  readonly input: readonly number[][][][]
  /** [row][ky][kx][channel] */
  readonly weights: readonly number[][][][]
  /** [slot][row] */
  readonly thresholds: readonly number[][]
}

export function randomConvData(shape: ConvShape, seed: number): ConvData {
  const next = randomIntegers(seed)
  const sign = () => (next(2) === 1 ? 1 : -1)
  const tensor = (a: number, b: number, c: number, d: number) =>
    Array.from({ length: a }, () =>
      Array.from({ length: b }, () => Array.from({ length: c }, () => Array.from({ length: d }, sign))),
    )
  const spread = 2 * Math.ceil(Math.sqrt(shape.channels * shape.kw * shape.kh)) * 2 ** shape.planes
  return {
    input: tensor(shape.planes, shape.height, shape.width, shape.channels),
    weights: tensor(shape.outChannels, shape.kh, shape.kw, shape.channels),
    thresholds: Array.from({ length: shape.thresholds }, () =>
      Array.from({ length: shape.outChannels }, () => next(spread) - spread / 2),
    ),
  }
}

/** Bits of the results, [outPlane][y][x][row], computed the naive way. */
export function naiveConv(shape: ConvShape, data: ConvData): number[][][][] {
  const dx = 1 << shape.dilationX
  const dy = 1 << shape.dilationY
  const sum = (ox: number, oy: number, row: number) => {
    let total = 0
    for (let plane = 0; plane < shape.planes; plane++) {
      for (let ky = 0; ky < shape.kh; ky++) {
        for (let kx = 0; kx < shape.kw; kx++) {
          const pixel = data.input[plane][oy + ky * dy]?.[ox + kx * dx]
          for (let c = 0; c < shape.channels; c++) {
            const x = pixel ? pixel[c] : shape.padWords ? -1 : 0
            total += 2 ** plane * x * data.weights[row][ky][kx][c]
          }
        }
      }
    }
    return total
  }
  const code = (wx: number, wy: number, row: number) => {
    let best = 0
    for (let py = 0; py < shape.poolY; py++) {
      for (let px = 0; px < shape.poolX; px++) {
        const x = (wx * shape.poolX + px) * shape.strideX - shape.padX
        const y = (wy * shape.poolY + py) * shape.strideY - shape.padY
        const total = sum(x, y, row)
        if (shape.thresholds === 0) return total
        best = Math.max(best, data.thresholds.filter((slot) => total >= slot[row]).length)
      }
    }
    return best
  }
  return Array.from({ length: shape.outPlanes }, (_, plane) =>
    Array.from({ length: shape.outHeight }, (_, wy) =>
      Array.from({ length: shape.outWidth }, (_, wx) =>
        Array.from({ length: shape.outChannels }, (_, row) => (code(wx, wy, row) >> plane) & 1),
      ),
    ),
  )
}

/** Activation words that the input, with a pad word if any, and the output take. */
export function convWords(config: ChipConfig, shape: ConvShape) {
  const groups = Math.ceil(shape.channels / config.lanes)
  // A plane's pad words follow its pixels
  const planeWords = (shape.width * shape.height + Number(shape.padWords)) * groups
  const wordsOut = Math.ceil(shape.outChannels / chipGeometry(config).segment)
  return {
    groups,
    planeWords,
    input: shape.planes * planeWords,
    output: shape.outPlanes * shape.outWidth * shape.outHeight * wordsOut,
    wordsOut,
  }
}

/** The whole program: load into bank 0 and weight bank 0, run into bank 1, store. */
export function convProgram(config: ChipConfig, shape: ConvShape, data: ConvData): Uint8Array {
  const { lanes } = config
  const { groups, planeWords, input, output, wordsOut } = convWords(config, shape)
  const lastValid = shape.channels - (groups - 1) * lanes
  const pack = (values: number[], padding: number) =>
    packBits(
      Array.from({ length: groups * lanes }, (_, i) => (i < values.length ? Number(values[i] > 0) : padding)),
    )

  const writer = new StreamWriter(config)
  writer.begin().set('LOAD_ADDR', { address: 0 }).instruction({ op: 'LOAD_ACT', bank: 0, count: input })
  for (const plane of data.input) {
    for (const line of plane) for (const pixel of line) writer.words(pack(pixel, 0))
    if (shape.padWords) writer.words(pack([], 0))
  }
  const weightWords = shape.kw * shape.kh * groups
  writer.instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: weightWords, rows: shape.outChannels })
  for (const row of data.weights) for (const line of row) for (const tap of line) writer.words(pack(tap, 1))
  if (shape.thresholds > 0) {
    writer.instruction({ op: 'LOAD_THRESHOLDS', bank: 0, slots: shape.thresholds, rows: shape.outChannels })
    writer.thresholds(Int32Array.from(data.thresholds.flat()))
  }
  for (const bank of [0, 1, 16]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
  for (const bank of [0, 1, 16]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })

  const { width, strideX, strideY, poolX, poolY } = shape
  const dx = groups << shape.dilationX
  const dy = (width * groups) << shape.dilationY
  writer
    .set('IN_ADDR', { address: -(shape.padY * width + shape.padX) * groups })
    .set('ORIGIN', { x: -shape.padX, y: -shape.padY })
    .set('SIZE', { width, height: shape.height })
    .set('KERNEL', {
      kw: shape.kw,
      kh: shape.kh,
      dilationLog2X: shape.dilationX,
      dilationLog2Y: shape.dilationY,
    })
    .set('TAP_DX', { step: dx })
    .set('TAP_DY', { step: dy })
    .set('STRIDE', { sx: strideX, sy: strideY, wx: strideX * poolX, wy: strideY * poolY })
    .set('PIX_DX', { step: strideX * groups })
    .set('PIX_DY', { step: strideY * width * groups })
    .set('WIN_DX', { step: strideX * poolX * groups })
    .set('WIN_DY', { step: strideY * poolY * width * groups })
    .set('WINDOW', { pw: poolX, ph: poolY })
    .set('COUNT', { ww: shape.outWidth, wh: shape.outHeight })
    .set('GROUPS', { groups, lastValid })
    .set('WEIGHT', { address: 0, rows: shape.outChannels })
    .set('W_STEP', { wdx: groups, wdy: shape.kw * groups })
    .set('PAD', { address: shape.width * shape.height * groups, enable: Number(shape.padWords) })
    .set('POST', {
      mode: shape.thresholds === 0 ? 2 : shape.thresholds === 1 && shape.outPlanes === 1 ? 0 : 1,
      thresholds: shape.thresholds,
      planes: shape.outPlanes,
    })
    .set('OUT_DX', { step: wordsOut })
    .set('OUT_DY', { step: shape.outWidth * wordsOut })
    .set('OUT_DP', { step: shape.outWidth * shape.outHeight * wordsOut })
  for (let pair = 0; pair < shape.planes; pair++) {
    const plane = shape.planes - 1 - pair
    writer.set('PAIR', { aOff: plane * planeWords, double: Number(pair > 0), index: pair })
  }
  const run = {
    weightBank: 0,
    inBank: 0,
    outBank: 1,
    pairs: shape.planes,
    load: false,
    save: false,
    both: false,
  }
  writer
    .instruction({ op: 'RUN', ...run })
    .instruction({ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' })
  writer.instruction({ op: 'TAKE', engine: 'store', bank: 1 })
  writer.instruction({ op: 'STORE', bank: 1, count: output })
  return writer.end().bytes()
}

/** Takes the stored words apart into [outPlane][y][x][row]. */
export function unpackConv(config: ChipConfig, shape: ConvShape, output: Uint8Array): number[][][][] {
  const { wordsOut } = convWords(config, shape)
  const { segment, wordBytes } = chipGeometry(config)
  const bit = (plane: number, y: number, x: number, row: number) => {
    const word = ((plane * shape.outHeight + y) * shape.outWidth + x) * wordsOut + Math.floor(row / segment)
    const lane = row % segment
    return (output[word * wordBytes + (lane >>> 3)] >>> (lane & 7)) & 1
  }
  return Array.from({ length: shape.outPlanes }, (_, plane) =>
    Array.from({ length: shape.outHeight }, (_, y) =>
      Array.from({ length: shape.outWidth }, (_, x) =>
        Array.from({ length: shape.outChannels }, (_, row) => bit(plane, y, x, row)),
      ),
    ),
  )
}
