import { type ChipConfig, type Instruction, StreamWriter } from '@concord/arch'
import { randomBytes } from './random.js'

/** Parts of a program that can be left out or replaced, to be run or to fail. */
export interface MatvecParts {
  /** Activation words of the one pixel. */
  readonly groups?: number
  readonly rows?: number
  /** Windows a line: pixels of the RUN. */
  readonly pixels?: number
  /** Put in front of RUN. */
  readonly beforeRun?: (writer: StreamWriter) => void
  readonly run?: Partial<Extract<Instruction, { op: 'RUN' }>>
  /** Leave out the hand-over of the output bank to store. */
  readonly keepOutput?: boolean
  readonly seed?: number
}

/**
 * A fully connected layer with BIN outputs: load bank 0 and weight bank 0, run into bank 1, store its first words.
 *
 * Instructions: 0 BEGIN, 1 LOAD_ACT, 2 GIVE, 3 LOAD_WEIGHTS, 4 LOAD_THRESHOLDS, 5 GIVE, 6 GIVE, 7..9 compute TAKE,
 * 10..16 SET, 17 RUN, 18 compute GIVE, 19 store TAKE, 20 STORE, 21 END.
 */
export function matvecProgram(config: ChipConfig, parts: MatvecParts = {}): Uint8Array {
  const { groups = 2, rows = config.rows, pixels = 1, seed = 7 } = parts
  const wordBytes = config.lanes / 8
  const thresholds = Int32Array.from(randomBytes(rows, seed + 2), (byte) => (byte & 15) - 8)
  const writer = new StreamWriter(config).begin()
  writer.instruction({ op: 'LOAD_ACT', bank: 0, count: groups * pixels })
  writer.words(randomBytes(groups * pixels * wordBytes, seed))
  writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'compute' })
  writer.instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: groups, rows })
  writer.words(randomBytes(rows * groups * wordBytes, seed + 1))
  writer.instruction({ op: 'LOAD_THRESHOLDS', bank: 0, slots: 1, rows }).thresholds(thresholds)
  writer.instruction({ op: 'GIVE', engine: 'load', bank: 16, to: 'compute' })
  writer.instruction({ op: 'GIVE', engine: 'load', bank: 1, to: 'compute' })
  for (const bank of [16, 0, 1]) writer.instruction({ op: 'TAKE', engine: 'compute', bank })
  writer
    .set('SIZE', { width: pixels, height: 1 })
    .set('KERNEL', { kw: 1, kh: 1 })
    .set('WINDOW', { pw: 1, ph: 1 })
    .set('COUNT', { ww: pixels, wh: 1 })
    .set('GROUPS', { groups, lastValid: config.lanes })
    .set('WEIGHT', { rows })
    .set('POST', { thresholds: 1, planes: 1 })
  parts.beforeRun?.(writer)
  const run = { weightBank: 0, inBank: 0, outBank: 1, pairs: 1, load: false, save: false, both: false }
  writer.instruction({ op: 'RUN', ...run, ...parts.run })
  if (!parts.keepOutput) writer.instruction({ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' })
  writer.instruction({ op: 'TAKE', engine: 'store', bank: 1 })
  writer.instruction({ op: 'STORE', bank: 1, count: 1 })
  return writer.end().bytes()
}
