import fc from 'fast-check'
import {
  CHIP_BOUNDS,
  type ChipConfig,
  chipGeometry,
  ENGINE_NAMES,
  type Instruction,
  legalLanes,
  legalPostLanes,
  legalRows,
  MEMORY_STYLES,
  payloadBytes,
  REGISTER_COUNT,
  SRAM_WORDS,
  STREAM_BITS,
  StreamWriter,
} from '../src/index.js'

const within = ({ min, max }: { min: number; max: number }) => fc.integer({ min, max })
const style = fc.constantFrom(...MEMORY_STYLES)

/** Every legal chip. */
export const chips: fc.Arbitrary<ChipConfig> = fc
  .constantFrom(...STREAM_BITS)
  .chain((streamBits) => fc.tuple(fc.constant(streamBits), fc.constantFrom(...legalLanes(streamBits))))
  .chain(([streamBits, lanes]) =>
    fc.tuple(fc.constant({ streamBits, lanes }), fc.constantFrom(...legalRows(lanes))),
  )
  .chain(([fixed, rows]) =>
    fc.record({
      name: fc.constant('random'),
      rows: fc.constant(rows),
      lanes: fc.constant(fixed.lanes),
      weightDepth: within(CHIP_BOUNDS.weightDepth),
      accDepth: within(CHIP_BOUNDS.accDepth),
      accBits: within(CHIP_BOUNDS.accBits),
      actBanks: within(CHIP_BOUNDS.actBanks),
      actWords: within(CHIP_BOUNDS.actWords),
      postLanes: fc.constantFrom(...legalPostLanes(rows, fixed.lanes)),
      paramDepth: within(CHIP_BOUNDS.paramDepth),
      pairDepth: within(CHIP_BOUNDS.pairDepth),
      streamBits: fc.constant(fixed.streamBits),
      queueDepth: within(CHIP_BOUNDS.queueDepth),
      popcountStages: within(CHIP_BOUNDS.popcountStages),
      counterBits: within(CHIP_BOUNDS.counterBits),
      residualWords: fc.constant(0),
      vector: fc.constant(false),
      memories: fc.record({ weight: style, act: style, acc: style, param: style }),
      clockMhz: fc.double({ min: 1, max: 1000, noNaN: true }),
      technology: fc.constant('sky130_fd_sc_hd' as const),
      corner: fc.constantFrom('tt_025C_1v80', 'ss_100C_1v60', 'ff_n40C_1v95'),
    }),
  )
  .chain((config) =>
    fc.boolean().map((sram) => {
      const { rows, lanes, actWords, memories } = config
      if (!sram || actWords < SRAM_WORDS || (rows < lanes && rows % 8 !== 0)) return config
      return {
        ...config,
        actWords: actWords - (actWords % SRAM_WORDS),
        memories: { ...memories, act: 'sram' as const },
      }
    }),
  )
  .chain((config) => {
    const most = config.accBits < 16 ? 0 : Math.min(65535, 4 * config.actWords)
    return fc
      .tuple(fc.oneof(fc.constant(0), fc.nat({ max: most })), fc.boolean())
      .map(([residualWords, vector]) => ({ ...config, residualWords, vector: vector && residualWords > 0 }))
  })

const bits = (width: number) => fc.integer({ min: 0, max: 2 ** width - 1 })
const owning = fc.constantFrom('load' as const, 'compute' as const, 'store' as const)
const flag = fc.boolean()
const op = <const T extends string>(name: T) => fc.constant(name)

/** Every instruction that lies between BEGIN and END and fits its bits; payload counts stay small. */
export const bodies: fc.Arbitrary<Instruction> = fc.oneof(
  fc.record({ op: op('TAKE'), engine: owning, bank: bits(5) }),
  fc.record({ op: op('GIVE'), engine: owning, bank: bits(5), to: fc.constantFrom(...ENGINE_NAMES) }),
  owning.chain((engine) =>
    fc.record({
      op: op('SET'),
      engine: fc.constant(engine),
      register: fc.integer({ min: 0, max: REGISTER_COUNT[engine] - 1 }),
      value: bits(24),
    }),
  ),
  fc.record({ op: op('LOAD_ACT'), bank: bits(5), count: bits(4) }),
  fc.record({ op: op('LOAD_WEIGHTS'), bank: bits(1), words: bits(2), rows: bits(3) }),
  fc.record({ op: op('LOAD_THRESHOLDS'), bank: bits(1), slots: bits(2), rows: bits(3) }),
  fc.record({
    op: op('RUN'),
    weightBank: bits(1),
    inBank: bits(5),
    outBank: bits(5),
    pairs: bits(5),
    load: flag,
    save: flag,
    both: flag,
  }),
  fc.record({ op: op('STORE'), bank: bits(5), count: bits(16) }),
)

/** Every instruction. */
export const instructions: fc.Arbitrary<Instruction> = fc.oneof(
  bodies,
  fc.record({ op: op('BEGIN'), signature: bits(16), version: bits(8) }),
  fc.record({ op: op('END') }),
)

/** A stream with its instructions and the payload each of them was given. */
export interface WrittenStream {
  readonly config: ChipConfig
  readonly bytes: Uint8Array
  readonly body: readonly Instruction[]
  readonly payloads: readonly Uint8Array[]
}

/** Streams of up to 12 instructions between BEGIN and END with random payload. */
export const streams: fc.Arbitrary<WrittenStream> = fc
  .tuple(chips, fc.array(bodies, { maxLength: 12 }), fc.infiniteStream(bits(8)))
  .map(([config, body, bytes]) => {
    const geometry = chipGeometry(config)
    const writer = new StreamWriter(config).begin()
    const payloads = body.map((instruction) => {
      const payload = Uint8Array.from(
        { length: payloadBytes(geometry, instruction) },
        () => bytes.next().value,
      )
      writer.instruction(instruction).words(payload)
      return payload
    })
    return { config, bytes: writer.end().bytes(), body, payloads }
  })
