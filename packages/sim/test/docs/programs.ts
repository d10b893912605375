import { type ChipConfig, PRESETS, type RegisterName, type RegisterValues, StreamWriter } from '@concord/arch'
import { edge } from '../support/chips.js'
import { randomBytes } from '../support/random.js'

const { nano } = PRESETS

type Registers = { readonly [N in RegisterName]?: Partial<RegisterValues<N>> }

/** One line of two pixels of one word: what the registers hold unless a program says otherwise. */
const LINE: Registers = {
  SIZE: { width: 2, height: 1 },
  KERNEL: { kw: 1, kh: 1 },
  WIN_DX: { step: 1 },
  WINDOW: { pw: 1, ph: 1 },
  COUNT: { ww: 2, wh: 1 },
  GROUPS: { groups: 1, lastValid: 32 },
  WEIGHT: { rows: 8 },
  POST: { thresholds: 1, planes: 1 },
  OUT_DX: { step: 1 },
}

const RUN = {
  op: 'RUN',
  weightBank: 0,
  inBank: 0,
  outBank: 1,
  pairs: 1,
  load: false,
  save: false,
  both: false,
} as const

interface Payload {
  readonly act: Uint8Array
  /** Weight words a row. */
  readonly words: number
  readonly weights: Uint8Array
  readonly rows: number
  /** Slots × rows, rows fastest. */
  readonly thresholds: readonly number[]
}

/** `words` activation words and `rows` × `weightWords` weight words of noise; thresholds 0, 4, 8, … in each row. */
function noise(words: number, weightWords: number, rows: number, slots: number): Payload {
  const act = randomBytes(words * 4, 1)
  const weights = randomBytes(rows * weightWords * 4, 2)
  const thresholds = Array.from({ length: slots * rows }, (_, i) => 4 * Math.floor(i / rows))
  return { act, words: weightWords, weights, rows, thresholds }
}

/** Loads bank 0 and weight bank 0, gives them and bank 1 to compute, which takes them and sets its registers. */
function prepare(config: ChipConfig, payload: Payload, registers: Registers): StreamWriter {
  const { act, words, weights, rows, thresholds } = payload
  const writer = new StreamWriter(config).begin()
  writer.instruction({ op: 'LOAD_ACT', bank: 0, count: act.length / (config.lanes / 8) }).words(act)
  writer.instruction({ op: 'LOAD_WEIGHTS', bank: 0, words, rows }).words(weights)
  if (thresholds.length > 0) {
    writer.instruction({ op: 'LOAD_THRESHOLDS', bank: 0, slots: thresholds.length / rows, rows })
    writer.thresholds(Int32Array.from(thresholds))
  }
  for (const bank of [16, 0, 1]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
  for (const bank of [16, 0, 1]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
  setAll(writer, { ...LINE, ...registers })
  return writer
}

function setAll(writer: StreamWriter, registers: Registers): void {
  for (const [name, values] of Object.entries(registers)) writer.set(name as RegisterName, values ?? {})
}

function finish(writer: StreamWriter, count: number): Uint8Array {
  writer.instruction({ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' })
  writer.instruction({ op: 'TAKE', engine: 'store', bank: 1 }).instruction({ op: 'STORE', bank: 1, count })
  return writer.end().bytes()
}

/** On nano: two words pass from load to store. */
export function relayProgram(): Uint8Array {
  const writer = new StreamWriter(nano).begin()
  writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 2 }).words(Uint8Array.of(0x11, 0x22, 0x33, 0x44))
  writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'store' })
  writer.instruction({ op: 'TAKE', engine: 'store', bank: 0 })
  return writer.instruction({ op: 'STORE', bank: 0, count: 2 }).end().bytes()
}

/** On edge: 64 inputs, 8 outputs, two inputs of the network: W = 2 words a pixel, D = 2 + 1. */
export function denseProgram(): Uint8Array {
  const writer = prepare(edge, noise(4, 2, 8, 1), {
    GROUPS: { groups: 2, lastValid: 32 },
    WIN_DX: { step: 2 },
  })
  return finish(writer.instruction(RUN), 2)
}

/** On edge: 4 × 4 pixels of 32 channels, 3 × 3 taps, border skipped, 16 outputs: D = 4 + 1. */
export function convProgram(): Uint8Array {
  const writer = prepare(edge, noise(16, 9, 16, 1), {
    IN_ADDR: { address: -5 },
    ORIGIN: { x: -1, y: -1 },
    SIZE: { width: 4, height: 4 },
    KERNEL: { kw: 3, kh: 3 },
    TAP_DX: { step: 1 },
    TAP_DY: { step: 4 },
    STRIDE: { sx: 1, sy: 1, wx: 1, wy: 1 },
    WIN_DY: { step: 4 },
    COUNT: { ww: 4, wh: 4 },
    WEIGHT: { rows: 16 },
    W_STEP: { wdx: 1, wdy: 3 },
    OUT_DY: { step: 4 },
  })
  return finish(writer.instruction(RUN), 16)
}

/** On edge: 4 × 2 pixels, 1 × 1 tap, windows of 2 × 2, codes of three thresholds: D = 6, and 6 + 2 after a window. */
export function poolProgram(): Uint8Array {
  const writer = prepare(edge, noise(8, 1, 8, 3), {
    SIZE: { width: 4, height: 2 },
    STRIDE: { sx: 1, sy: 1, wx: 2, wy: 2 },
    PIX_DX: { step: 1 },
    PIX_DY: { step: 4 },
    WIN_DX: { step: 2 },
    WINDOW: { pw: 2, ph: 2 },
    POST: { mode: 1, thresholds: 3, planes: 2 },
    OUT_DP: { step: 2 },
  })
  return finish(writer.instruction(RUN), 4)
}

/** On edge: 2-bit activations 3, 0, 2, 1, 3 meet the weights +1, +1, +1, −1, +1 of row 0; five planes of the sum are written. */
export function hornerProgram(): Uint8Array {
  const act = Uint8Array.of(0b10101, 0, 0, 0, 0b11001, 0, 0, 0)
  const weights = Uint8Array.of(0b11110111, 0xff, 0xff, 0xff)
  const payload = { act, words: 1, weights, rows: 1, thresholds: [] }
  const writer = prepare(edge, payload, {
    SIZE: { width: 1, height: 1 },
    COUNT: { ww: 1, wh: 1 },
    GROUPS: { groups: 1, lastValid: 5 },
    WEIGHT: { rows: 1 },
    POST: { mode: 2, planes: 5 },
    OUT_DP: { step: 1 },
  })
  writer.set('PAIR', { index: 0, aOff: 0 }).set('PAIR', { index: 1, aOff: 1, double: 1 })
  return finish(writer.instruction({ ...RUN, pairs: 2 }), 5)
}

/** On edge: sums of two pixels over four words in two chunks, by way of the accumulator file. */
export function chunksProgram(): Uint8Array {
  const writer = prepare(edge, noise(8, 4, 8, 1), {
    WIN_DX: { step: 4 },
    GROUPS: { groups: 2, lastValid: 32 },
  })
  writer.instruction({ ...RUN, save: true })
  setAll(writer, { IN_ADDR: { address: 2 }, WEIGHT: { address: 2, rows: 8 } })
  return finish(writer.instruction({ ...RUN, load: true }), 2)
}

/** On edge: four row groups of a layer of 128 inputs and 128 outputs for 16 inputs, with both weight banks in turn. */
export function overlapProgram(): Uint8Array {
  const [inputs, words, rows, rowGroups] = [16, 4, 32, 4]
  const writer = new StreamWriter(edge).begin()
  writer.instruction({ op: 'GIVE', engine: 'load', bank: 1, to: 'compute' })
  writer
    .instruction({ op: 'LOAD_ACT', bank: 0, count: inputs * words })
    .words(randomBytes(inputs * words * 4, 3))
  writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'compute' })
  for (const bank of [0, 1]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
  setAll(writer, {
    ...LINE,
    SIZE: { width: inputs, height: 1 },
    COUNT: { ww: inputs, wh: 1 },
    GROUPS: { groups: words, lastValid: 32 },
    WIN_DX: { step: words },
    WEIGHT: { rows },
    OUT_DX: { step: rowGroups },
  })
  for (let group = 0; group < rowGroups; group++) {
    const weightBank = group & 1
    const bank = 16 + weightBank
    if (group > 1) writer.instruction({ op: 'TAKE', engine: 'load', bank })
    writer.instruction({ op: 'LOAD_WEIGHTS', bank: weightBank, words, rows })
    writer.words(randomBytes(rows * words * 4, 4 + group))
    writer
      .instruction({ op: 'LOAD_THRESHOLDS', bank: weightBank, slots: 1, rows })
      .thresholds(new Int32Array(rows))
    writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
    writer.set('OUT_ADDR', { address: group }).instruction({ op: 'TAKE', engine: 'compute', bank })
    writer.instruction({ ...RUN, weightBank })
    writer.instruction({ op: 'GIVE', engine: 'compute', bank, to: 'load' })
  }
  return finish(writer, inputs * rowGroups)
}

/** On edge: bank 0 is given twice. */
export function faultProgram(): Uint8Array {
  const writer = new StreamWriter(edge).begin()
  for (let i = 0; i < 2; i++) writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'compute' })
  return writer.end().bytes()
}
