import {
  type ChipConfig,
  parseChipConfig,
  SRAM_MASK_BITS,
  SRAM_WORDS,
  STREAM_BITS,
  type StreamBits,
} from '@concord/arch'
import fc from 'fast-check'
import { Choices } from './choices.js'

/** Small legal chips of every structure: fewer rows than lanes, as many, and more; every stream width, stage count and cell. */
export function chips(): fc.Arbitrary<ChipConfig> {
  return fc
    .array(fc.nat({ max: 0xffff }), { minLength: 30, maxLength: 30 })
    .map((values) => chooseChip(new Choices(values)))
}

function chooseChip(choices: Choices): ChipConfig {
  const streamBits = choices.oneOf<StreamBits>(STREAM_BITS)
  const lanes = choices.oneOf([8, 16, 24, 32, 40, 64].filter((n) => n % streamBits === 0))
  const rows = choices.oneOf(rowCounts(lanes))
  const style = () => choices.oneOf(['latch', 'flop'] as const)
  const wide = choices.flag()
  // A wide bank asks for 16 bits
  const accBits = choices.oneOf([8, 9, 12, 16, 17, 24, 31, 32].filter((bits) => !wide || bits >= 16))
  const actWords = choices.oneOf([8, 9, 16, 20, 32, 50, 64])
  const config = {
    name: 'random',
    ...{ rows, lanes, streamBits },
    weightDepth: choices.oneOf([1, 2, 3, 4, 5, 8, 9, 12]),
    accDepth: choices.oneOf([1, 2, 3, 4, 6, 8]),
    accBits,
    actBanks: choices.oneOf([2, 3, 4, 5, 16]),
    actWords,
    postLanes: choices.oneOf(divisors(Math.min(rows, lanes))),
    paramDepth: choices.oneOf([1, 2, 3, 5, 7, 15, 16]),
    pairDepth: choices.oneOf([1, 2, 3, 4, 16]),
    queueDepth: choices.oneOf([2, 3, 4, 5, 8]),
    popcountStages: choices.int(0, 2),
    counterBits: choices.oneOf([8, 11, 24, 32]),
    clockMhz: 100,
    memories: { weight: style(), act: style(), acc: style(), param: style() },
    ...(wide ? chooseWide(choices, actWords) : { residualWords: 0, vector: false }),
  }
  return parseChipConfig({ ...config, ...chooseMacros(choices, config) }, 'a random chip')
}

/** One of four chips whose rows allow it has macros, which have 256 words and write whole bytes. */
function chooseMacros(
  choices: Choices,
  { rows, lanes, memories }: Pick<ChipConfig, 'rows' | 'lanes' | 'memories'>,
) {
  if (!choices.once(4) || (rows < lanes && rows % SRAM_MASK_BITS !== 0)) return {}
  return { actWords: choices.oneOf([1, 2, 3]) * SRAM_WORDS, memories: { ...memories, act: 'sram' as const } }
}

/** Two of three chips with a wide bank run on it. */
function chooseWide(choices: Choices, actWords: number) {
  const residualWords = choices.oneOf([32, 1, 2, 5, 12, 17, 48].filter((n) => n <= 4 * actWords))
  return { residualWords, vector: choices.int(0, 2) > 0 }
}

/** More segments than this in a word are not legal. */
const SEGMENTS_MAX = 16

/** Divisors of the lanes, the lanes, and multiples that stay small. */
function rowCounts(lanes: number): number[] {
  const multiples = [2, 3, 4].map((n) => n * lanes).filter((rows) => rows <= 48)
  return [...divisors(lanes).filter((rows) => rows <= 32 && lanes / rows <= SEGMENTS_MAX), ...multiples]
}

function divisors(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0)
}
