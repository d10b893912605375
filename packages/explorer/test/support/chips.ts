import { CHIP_BOUNDS, type ChipConfig, legalPostLanes, legalRows, parseChipConfig } from '@concord/arch'
import * as fc from 'fast-check'

const upTo = (field: keyof typeof CHIP_BOUNDS, max: number) =>
  fc.integer({ min: CHIP_BOUNDS[field].min, max })

/** Any small legal chip. */
export const anyChip: fc.Arbitrary<ChipConfig> = fc
  .record({
    streamBits: fc.constantFrom(8, 16, 32, 64),
    laneWords: fc.integer({ min: 1, max: 4 }),
    rowPick: fc.nat(),
    postPick: fc.nat(),
    weightDepth: upTo('weightDepth', 20),
    accDepth: upTo('accDepth', 8),
    accBits: fc.integer({ min: 10, max: 24 }),
    actBanks: upTo('actBanks', 5),
    actWords: upTo('actWords', 300),
    paramDepth: upTo('paramDepth', 6),
    pairDepth: upTo('pairDepth', 6),
    queueDepth: upTo('queueDepth', 20),
    popcountStages: upTo('popcountStages', 2),
  })
  .map(({ laneWords, rowPick, postPick, ...fields }) => {
    const lanes = laneWords * fields.streamBits
    const rows = legalRows(lanes).filter((count) => count <= 64)
    const row = rows[rowPick % rows.length]
    const posts = legalPostLanes(row, lanes)
    return parseChipConfig(
      {
        name: 'any',
        ...fields,
        lanes,
        rows: row,
        postLanes: posts[postPick % posts.length],
        counterBits: 32,
        clockMhz: 100,
      },
      'test',
    )
  })
