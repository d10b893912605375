import { type ChipConfig, POST_MODE, StreamWriter } from '@concord/arch'
import type { Episode } from '@concord/harness'

/** Planes of a sum of one word: enough for −lanes..lanes with up to 15 lanes. */
const PLANES = 5

/** A program that multiplies one word of activations with one word of weights in every row and sends the sums, plane by plane. */
export function sumsEpisode(config: ChipConfig, act: number, weights: readonly number[]): Episode {
  const { rows, lanes } = config
  const writer = new StreamWriter(config)
    .begin()
    .instruction({ op: 'LOAD_ACT', bank: 0, count: 1 })
    .words(Uint8Array.of(act))
    .instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: 1, rows })
    .words(Uint8Array.from(weights))
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
    .set('WEIGHT', { rows })
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
  const bytes = writer.end().bytes()
  return {
    ...{ bytes, lastBeat: bytes.length / writer.geometry.beatBytes - 1, legal: true, port: 'stream' },
    ...{ reckless: false, source: { interval: 1 }, sink: { interval: 1 }, bus: [] },
    ...{ cycleLimit: 10_000, reset: 'hard' },
  }
}
