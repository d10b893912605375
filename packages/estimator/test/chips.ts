import { type ChipConfig, PRESETS, parseChipConfig } from '@concord/arch'
import fc from 'fast-check'

const powerOfTwo = (min: number, max: number) => fc.integer({ min, max }).map((exponent) => 2 ** exponent)

/** Legal chips of up to 128 rows and lanes. */
export const chips: fc.Arbitrary<ChipConfig> = fc
  .record({
    rows: powerOfTwo(0, 7),
    lanes: powerOfTwo(3, 7),
    weightDepth: fc.integer({ min: 1, max: 40 }),
    accDepth: fc.integer({ min: 1, max: 40 }),
    accBits: fc.integer({ min: 8, max: 32 }),
    actBanks: fc.integer({ min: 2, max: 6 }),
    actWords: fc.integer({ min: 8, max: 1000 }),
    postExponent: fc.integer({ min: 0, max: 7 }),
    paramDepth: fc.integer({ min: 1, max: 16 }),
    pairDepth: fc.integer({ min: 1, max: 16 }),
    streamExponent: fc.integer({ min: 3, max: 6 }),
    queueDepth: fc.integer({ min: 2, max: 20 }),
    popcountStages: fc.integer({ min: 0, max: 2 }),
    counterBits: fc.integer({ min: 8, max: 32 }),
    memories: fc.record({
      weight: fc.constantFrom('latch', 'flop'),
      act: fc.constantFrom('latch', 'flop'),
      acc: fc.constantFrom('latch', 'flop'),
      param: fc.constantFrom('latch', 'flop'),
    }),
  })
  .filter(({ rows, lanes }) => lanes <= 16 * rows)
  .map(({ postExponent, streamExponent, ...fields }) =>
    parseChipConfig(
      {
        ...PRESETS.nano,
        ...fields,
        name: 'arbitrary',
        postLanes: Math.min(2 ** postExponent, fields.rows, fields.lanes),
        streamBits: Math.min(2 ** streamExponent, fields.lanes),
      },
      'test',
    ),
  )
