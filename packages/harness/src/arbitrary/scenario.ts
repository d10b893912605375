import { type ChipConfig, chipGeometry, WINDOW_STREAM_BITS_MAX, WISHBONE } from '@concord/arch'
import fc from 'fast-check'
import type { BusAccess, Episode, Pressure, Scenario } from '../check/episode.js'
import { breakProgram } from './break-program.js'
import { Choices } from './choices.js'
import { interleave } from './interleave.js'
import { ProgramBuilder } from './program-builder.js'
import { type ProgramItem, programBytes } from './program-items.js'

/** No legal program made here takes longer, under any back-pressure made here. */
const LEGAL_CYCLE_LIMIT = 100_000
/** Broken programs are cut off here: they may have asked for millions of words. */
const BROKEN_CYCLE_LIMIT = 2_500
/** Programs for the window are short: each beat takes several bus accesses. */
const WINDOW_BYTES_MAX = 1_500

const word16 = fc.nat({ max: 0xffff })
const choiceList = fc.array(word16, { maxLength: 70, size: 'max' })

/** Lists of items that make a legal program on a chip. */
export function legalItems(config: ChipConfig, maxOperations = 10): fc.Arbitrary<ProgramItem[]> {
  const operations = fc.array(choiceList, { minLength: 1, maxLength: maxOperations, size: 'max' })
  return fc.tuple(operations, fc.array(word16, { maxLength: 80, size: 'max' })).map(([choices, places]) => {
    const builder = new ProgramBuilder(config)
    for (const values of choices) builder.operation(new Choices(values))
    builder.end()
    return interleave(builder.items, places)
  })
}

/** Consecutive episodes on one chip: legal programs, broken ones, and always a legal one last. */
export function scenarios(config: ChipConfig): fc.Arbitrary<Scenario> {
  const legal = legalEpisode(config)
  const first = fc.oneof({ weight: 2, arbitrary: legal }, { weight: 3, arbitrary: brokenEpisode(config) })
  return fc.record({
    memorySeed: fc.oneof(fc.constant(0), word16),
    episodes: fc.oneof(
      fc.tuple(legal),
      fc.tuple(first, legalEpisode(config, 3)),
      fc.tuple(brokenEpisode(config), first, legalEpisode(config, 3)),
    ),
  })
}

function legalEpisode(config: ChipConfig, maxOperations?: number): fc.Arbitrary<Episode> {
  const windowed = config.streamBits <= WINDOW_STREAM_BITS_MAX
  return fc
    .tuple(
      legalItems(config, maxOperations),
      ...surroundings(),
      fc.nat({ max: 7 }),
      fc.oneof(
        { weight: 15, arbitrary: fc.constant(LEGAL_CYCLE_LIMIT) },
        { weight: 1, arbitrary: fc.nat({ max: 400 }) },
      ),
    )
    .map(([items, source, sink, bus, reset, port, cycleLimit]) => {
      const bytes = programBytes(config, items)
      const throughWindow = windowed && port === 7 && bytes.length <= WINDOW_BYTES_MAX
      return {
        ...{ bytes, source, sink, bus, reset, cycleLimit },
        lastBeat: bytes.length / chipGeometry(config).beatBytes - 1,
        legal: true,
        reckless: false,
        port: throughWindow ? 'window' : 'stream',
      }
    })
}

function brokenEpisode(config: ChipConfig): fc.Arbitrary<Episode> {
  return fc
    .tuple(legalItems(config, 6), choiceList, ...surroundings(), fc.nat({ max: 15 }), meddling())
    .map(([items, choices, source, sink, reads, reset, port, writes]) => {
      const bus = [...reads, ...writes]
      const { bytes, lastBeat } = breakProgram(new Choices(choices), config, items)
      const windowed = config.streamBits <= WINDOW_STREAM_BITS_MAX && bytes.length <= WINDOW_BYTES_MAX
      return {
        ...{ bytes, lastBeat, source, sink, bus, reset },
        legal: false,
        port: windowed && port >= 12 ? 'window' : 'stream',
        reckless: port >= 13,
        cycleLimit: BROKEN_CYCLE_LIMIT,
      }
    })
}

function surroundings() {
  return [
    pressure(),
    pressure(),
    fc.array(busAccess(), { maxLength: 6 }),
    fc.constantFrom<'soft' | 'hard'>('soft', 'soft', 'soft', 'hard'),
  ] as const
}

function pressure(): fc.Arbitrary<Pressure> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({ interval: 1 }) },
    { weight: 2, arbitrary: fc.integer({ min: 2, max: 7 }).map((interval) => ({ interval })) },
    {
      weight: 3,
      arbitrary: fc
        .array(fc.boolean(), { minLength: 1, maxLength: 24, size: 'max' })
        .filter((pattern) => pattern.includes(true))
        .map((pattern) => ({ pattern })),
    },
  )
}

/** Now and then, writes into the window and the control register in the middle of it all. */
function meddling(): fc.Arbitrary<BusAccess[]> {
  const access: fc.Arbitrary<BusAccess> = fc.record({
    gap: fc.nat({ max: 60 }),
    linger: fc.nat({ max: 2 }),
    address: fc.constantFrom<number>(WISHBONE.ctrl, WISHBONE.windowIn, WISHBONE.windowInLast),
    data: fc.oneof(fc.nat({ max: 3 }), fc.nat()),
    select: fc.constant(15),
  })
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant<BusAccess[]>([]) },
    { weight: 1, arbitrary: fc.array(access, { minLength: 1, maxLength: 4 }) },
  )
}

/** Accesses that leave the program alone: reads of everything, and writes that do nothing. */
function busAccess(): fc.Arbitrary<BusAccess> {
  const around = { gap: fc.nat({ max: 30 }), linger: fc.oneof(fc.constant(0), fc.nat({ max: 3 })) }
  const counter = fc.nat({ max: 15 }).map((i) => WISHBONE.counter0 + 4 * i)
  const address = fc.oneof(counter, fc.constantFrom<number>(...Object.values(WISHBONE)), fc.nat({ max: 255 }))
  const read = fc.record({ ...around, address, select: fc.nat({ max: 15 }) })
  const partial = fc.record({ ...around, address, data: fc.nat(), select: fc.nat({ max: 14 }) })
  const idle = fc.constantFrom<number>(
    WISHBONE.id,
    WISHBONE.status,
    WISHBONE.error,
    WISHBONE.counter0,
    0x20,
    0x80,
  )
  const ignored = fc.record({ ...around, address: idle, data: fc.nat(), select: fc.constant(15) })
  return fc.oneof(
    { weight: 4, arbitrary: read },
    { weight: 1, arbitrary: partial },
    { weight: 1, arbitrary: ignored },
  )
}
