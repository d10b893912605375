import { type ChipConfig, PRESETS, parseChipConfig, type RegisterValues, StreamWriter } from '@concord/arch'
import { runFast, runStep } from '../../src/index.js'

/** edge with a wide bank: four values a word, eight words a pixel of all rows. */
export const WIDE_EDGE: ChipConfig = parseChipConfig(
  { ...PRESETS.edge, name: 'wide-edge', paramDepth: 15, residualWords: 64, vector: true },
  'a test',
)

/** One RUN of the wide bank on `pixels` pixels of all rows, one after the other. */
export interface WideRun {
  readonly source: number
  readonly residual?: number
  readonly written?: number
  readonly scale?: Partial<RegisterValues<'SCALE'>>
  readonly post?: Partial<RegisterValues<'POST'>>
  /** Pixels a window. @defaultValue 1 */
  readonly window?: number
  /** @defaultValue 1 */
  readonly windows?: number
}

/** What a program of wide RUNs starts with and leaves. */
export interface WideProgram {
  /** Contents of the wide bank from word 0 on. */
  readonly wide: Int16Array
  /** Parameter slots of weight bank 0, rows fastest. */
  readonly parameters?: Int32Array
  readonly runs: readonly WideRun[]
  /** Activation words read back from bank 1. @defaultValue 0 */
  readonly planes?: number
}

/**
 * Runs a program on the stepped model and on the fast path, which must agree.
 *
 * @returns all values of the wide bank and the activation words, and the cycles
 */
export function runWide(config: ChipConfig, { wide, parameters, runs, planes = 0 }: WideProgram) {
  const { rows, postLanes, residualWords } = config
  const steps = rows / postLanes
  const writer = new StreamWriter(config).begin()
  writer.instruction({ op: 'LOAD_ACT', bank: 18, count: wide.length / postLanes }).wide(wide)
  if (parameters) {
    const slots = parameters.length / rows
    writer.instruction({ op: 'LOAD_THRESHOLDS', bank: 0, slots, rows }).thresholds(parameters)
  }
  for (const bank of [16, 18, 1]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
  for (const bank of [16, 18, 1]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
  writer.set('KERNEL', { kw: 1, kh: 1 }).set('GROUPS', { groups: 1, lastValid: config.lanes })
  writer.set('WEIGHT', { rows }).set('PAIR', {})
  for (const { source, residual = 0, written = 0, scale = {}, post, window = 1, windows = 1 } of runs) {
    const step = window * steps
    writer.set('IN_ADDR', { address: source }).set('SIZE', { width: window * windows, height: 1 })
    writer.set('WINDOW', { pw: window, ph: 1 }).set('COUNT', { ww: windows, wh: 1 })
    writer.set('STRIDE', { sx: 1, wx: window }).set('PIX_DX', { step: steps }).set('WIN_DX', { step })
    writer
      .set('SCALE', scale)
      .set('POST', { mode: 3, ...post })
      .set('OUT_DX', { step: 1 })
    writer.set('RES_ADDR', { address: residual }).set('RES_DX', { step: steps })
    writer.set('WIDE_ADDR', { address: written }).set('WIDE_DX', { step: steps })
    const banks = { weightBank: 0, inBank: 18, outBank: 1 }
    writer.instruction({ op: 'RUN', ...banks, pairs: 1, load: false, save: false, both: false })
  }
  for (const bank of [18, 1]) {
    const count = bank === 18 ? residualWords : planes
    if (count === 0) continue
    writer.instruction({ op: 'GIVE', engine: 'compute', bank, to: 'store' })
    writer.instruction({ op: 'TAKE', engine: 'store', bank }).instruction({ op: 'STORE', bank, count })
  }
  const stream = writer.end().bytes()
  const result = runStep(config, stream, { activity: true })
  const fast = runFast(config, stream, { activity: true })
  return { result, fast, wide: result.memories.wide, output: result.output }
}
