import { type ChipConfig, StreamWriter } from '@concord/arch'
import type { Episode } from '../check/episode.js'

const CYCLE_LIMIT = 10_000_000

/** A program that sends every activation bank from end to end: how memories show on a chip that only has ports. */
export function dumpEpisode(config: ChipConfig): Episode {
  const writer = new StreamWriter(config).begin()
  for (let bank = 0; bank < config.actBanks; bank++) {
    writer
      .instruction({ op: 'GIVE', engine: 'load', bank, to: 'store' })
      .instruction({ op: 'TAKE', engine: 'store', bank })
      .instruction({ op: 'STORE', bank, count: config.actWords })
  }
  const bytes = writer.end().bytes()
  return {
    bytes,
    lastBeat: bytes.length / writer.geometry.beatBytes - 1,
    legal: true,
    port: 'stream',
    reckless: false,
    source: { interval: 1 },
    sink: { interval: 1 },
    bus: [],
    cycleLimit: CYCLE_LIMIT,
    reset: 'hard',
  }
}
