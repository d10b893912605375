import { type ChipConfig, chipGeometry, POST_MODE, StreamWriter } from '@concord/arch'

/** Planes of the result that the program sends. */
const PLANES = 2

/** The shortest program that loads, computes and sends something: one word times one word in every row, two bits of each sum. */
export function exampleProgram(config: ChipConfig): Uint8Array {
  const { lanes } = config
  const { segment, wordBytes } = chipGeometry(config)
  const word = Uint8Array.from({ length: wordBytes }, (_, i) => 0x35 + 7 * i)
  const writer = new StreamWriter(config)
    .begin()
    .instruction({ op: 'LOAD_ACT', bank: 0, count: 1 })
    .words(word)
    .instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: 1, rows: segment })
  for (let row = 0; row < segment; row++) writer.words(word.map((byte) => (byte * (2 * row + 3)) & 0xff))
  for (const bank of [0, 1, 16])
    writer
      .instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
      .instruction({ op: 'TAKE', engine: 'compute', bank })
  writer
    .set('SIZE', { width: 1, height: 1 })
    .set('KERNEL', { kw: 1, kh: 1 })
    .set('WINDOW', { pw: 1, ph: 1 })
    .set('COUNT', { ww: 1, wh: 1 })
    .set('GROUPS', { groups: 1, lastValid: lanes })
    .set('WEIGHT', { rows: segment })
    .set('POST', { mode: POST_MODE.RAW, planes: PLANES })
    .set('OUT_DP', { step: 1 })
    .instruction({
      op: 'RUN',
      weightBank: 0,
      inBank: 0,
      outBank: 1,
      pairs: 1,
      load: false,
      save: false,
      both: false,
    })
    .instruction({ op: 'GIVE', engine: 'compute', bank: 1, to: 'store' })
    .instruction({ op: 'TAKE', engine: 'store', bank: 1 })
    .instruction({ op: 'STORE', bank: 1, count: PLANES })
  return writer.end().bytes()
}
