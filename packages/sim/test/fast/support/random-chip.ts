import {
  type ChipConfig,
  legalLanes,
  legalPostLanes,
  legalRows,
  PRESETS,
  parseChipConfig,
  STREAM_BITS,
} from '@concord/arch'
import { randomIntegers } from '../../support/random.js'

/** A random legal chip, small enough for the stepped model. */
export function randomChip(seed: number): ChipConfig {
  const next = randomIntegers(seed)
  const pick = <T>(values: readonly T[]): T => values[next(values.length)]
  const streamBits = pick(STREAM_BITS)
  const lanes = pick(legalLanes(streamBits).filter((lanes) => next(6) === 0 || lanes <= 80))
  const rows = pick(legalRows(lanes).filter((rows) => rows <= (next(5) === 0 ? 150 : 24)))
  return parseChipConfig(
    {
      ...PRESETS.nano,
      name: `random${seed}`,
      rows: rows ?? legalRows(lanes)[0],
      lanes,
      weightDepth: 1 + next(24),
      accDepth: 1 + next(40),
      accBits: 8 + next(25),
      actBanks: 2 + next(3),
      actWords: 8 + next(120),
      postLanes: pick(legalPostLanes(rows ?? legalRows(lanes)[0], lanes)),
      paramDepth: 1 + next(8),
      pairDepth: 1 + next(6),
      streamBits,
      queueDepth: 2 + next(5),
      popcountStages: next(3),
      counterBits: pick([8, 16, 32]),
    },
    'test',
  )
}
