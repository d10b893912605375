import { type ChipConfig, PRESETS, parseChipConfig } from '@concord/arch'
import fc from 'fast-check'

const powersOfTwo = (min: number, max: number) =>
  fc.constantFrom(...[1, 2, 4, 8, 16, 32, 64, 128].filter((value) => value >= min && value <= max))

/** Small legal chips. */
export const chip: fc.Arbitrary<ChipConfig> = fc
  .record({
    lanes: powersOfTwo(8, 64),
    rowsLog2: fc.integer({ min: -4, max: 2 }),
    weightDepth: fc.integer({ min: 1, max: 12 }),
    accDepth: fc.integer({ min: 1, max: 6 }),
    accBits: fc.integer({ min: 12, max: 20 }),
    actBanks: fc.integer({ min: 2, max: 4 }),
    actWords: fc.integer({ min: 8, max: 200 }),
    postLanes: powersOfTwo(1, 8),
    paramDepth: fc.integer({ min: 1, max: 9 }),
    pairDepth: fc.integer({ min: 1, max: 6 }),
    streamBits: fc.constantFrom(8, 16, 32, 64),
    queueDepth: fc.integer({ min: 2, max: 9 }),
    popcountStages: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ rowsLog2, ...fields }) => {
    const { lanes } = fields
    const rows = Math.max(1, lanes * 2 ** rowsLog2)
    return parseChipConfig(
      {
        ...PRESETS.nano,
        ...fields,
        name: 'random',
        rows,
        postLanes: Math.min(fields.postLanes, rows, lanes),
        streamBits: Math.min(fields.streamBits, lanes),
      },
      'random chip',
    )
  })
