import {
  type ChipConfig,
  chipGeometry,
  decodeInstruction,
  encodeInstruction,
  type Instruction,
  OPERATIONS,
  type OwningEngine,
  REGISTER_COUNT,
} from '@concord/arch'
import type { Choices } from './choices.js'
import { illegalCounts, illegalSizes } from './illegal-sizes.js'
import { banksOf, limitOf } from './instruction-needs.js'
import type { ItemFault } from './item-fault.js'
import { type ProgramItem, programBytes, programItem } from './program-items.js'
import { Random } from './random-bytes.js'
import { touchesWideBank, WIDE_FAULTS } from './wide-faults.js'

/** A stream as it is offered to the chip. */
export interface OfferedStream {
  readonly bytes: Uint8Array
  /** Number of the beat that carries the last flag; -1: none does. */
  readonly lastBeat: number
}

const EXTREMES = [0, 1, 0xffffff, 0x800000, 0x7fffff, 0xfff000, 0x000fff]

/** Whom each engine can give a bank to. */
const ENGINES = new Map<string, readonly (readonly [OwningEngine, OwningEngine])[]>([
  [
    'load',
    [
      ['load', 'compute'],
      ['load', 'store'],
    ],
  ],
  [
    'compute',
    [
      ['compute', 'load'],
      ['compute', 'store'],
    ],
  ],
  [
    'store',
    [
      ['store', 'load'],
      ['store', 'compute'],
    ],
  ],
])

/** Ways to spoil any program. */
const ITEM_FAULTS: readonly ItemFault[] = [
  function flipBit(items, choices) {
    const item = pick(items, choices)
    item.word = (item.word ^ (1 << choices.int(0, 31))) >>> 0
  },
  function replaceWord(items, choices) {
    pick(items, choices).word = new Random(choices.int(0, 0xffff)).next()
  },
  function drop(items, choices) {
    items.splice(choices.int(0, items.length - 1), 1)
  },
  function repeat(items, choices) {
    const at = choices.int(0, items.length - 1)
    items.splice(at, 0, items[at])
  },
  function swap(items, choices) {
    const at = choices.int(0, items.length - 2)
    ;[items[at], items[at + 1]] = [items[at + 1], items[at]]
  },
  function insertAny(items, choices) {
    const engine = choices.int(0, 3)
    const operands = new Random(choices.int(0, 0xffff)).next() & 0x3ffffff
    insert(items, choices, ((engine << 30) | (choices.int(0, 7) << 26) | operands) >>> 0)
  },
  function insertTokenMisuse(items, choices) {
    const engine = choices.int(1, 3)
    const bank = choices.int(0, 31)
    const op = choices.int(1, 2)
    insert(items, choices, ((engine << 30) | (op << 26) | (choices.int(0, 3) << 5) | bank) >>> 0)
  },
  function setExtreme(items, choices) {
    const register = choices.int(0, REGISTER_COUNT.compute)
    insert(items, choices, ((2 << 30) | (1 << 29) | (register << 24) | choices.oneOf(EXTREMES)) >>> 0)
  },
  function nudgeRegister(items, choices) {
    const sets = items.filter(({ word }) => word >>> 30 !== 0 && word & (1 << 29))
    if (sets.length === 0) return
    const item = pick(sets, choices)
    const field = choices.oneOf([0, 0, 0, 4, 8, 12, 12, 16, 20])
    const step = choices.flag() ? 1 << field : -(1 << field)
    item.word = ((item.word & 0xff000000) | ((item.word + step) & 0xffffff)) >>> 0
  },
  function nudgeOperand(items, choices) {
    const item = pick(items, choices)
    if (item.word & (1 << 29)) return
    const field = choices.oneOf([0, 1, 5, 6, 10, 11, 18])
    item.word = ((item.word & 0xfc000000) | ((item.word + (1 << field)) & 0x3ffffff)) >>> 0
  },
  function touchBoundary(items, choices, config) {
    const at = find(items, choices, (instruction) => limitOf(config, instruction) !== undefined)
    if (at < 0) return
    const { engine, count, limit } = limitOf(config, decodeInstruction(items[at].word)!)!
    // The last address that is legal, or the first that is not.
    const value = Math.max(0, limit - count + choices.int(0, 1))
    items.splice(at, 0, programItem({ op: 'SET', engine, register: 0, value }))
  },
  function spoilSize(items, choices, config) {
    const at = find(items, choices, ({ op }) => op === 'RUN')
    if (at < 0) return
    const { register, value } = choices.oneOf(illegalSizes(config))
    items.splice(at, 0, programItem({ op: 'SET', engine: 'compute', register, value }))
  },
  function spoilCount(items, choices, config) {
    const at = find(items, choices, (instruction) => illegalCounts(config, instruction).length > 0)
    if (at < 0) return
    const instruction = decodeInstruction(items[at].word)!
    items[at].word = encodeInstruction(choices.oneOf(illegalCounts(config, instruction)))
  },
  function claimBothWeightBanks(items, choices) {
    const at = find(items, choices, ({ op }) => op === 'RUN')
    if (at >= 0) items[at].word = (items[at].word | (1 << OPERATIONS.RUN.operands.both.low)) >>> 0
  },
  function giveAwayBefore(items, choices, config) {
    const ofRun = choices.flag()
    const uses = (of: Instruction) => banksOf(config, of).length > 0 && (of.op === 'RUN' || !ofRun)
    const at = find(items, choices, uses)
    if (at < 0) return
    const banks = banksOf(config, decodeInstruction(items[at].word)!)
    // The last one is the bank that only some RUNs touch
    const bank = choices.flag() ? banks.at(-1)! : choices.oneOf(banks)
    const [engine, to] = ENGINES.get(items[at].engine)![choices.int(0, 1)]
    items.splice(at, 0, programItem({ op: 'GIVE', engine, bank, to }))
  },
  function cutPayload(items, choices) {
    const paid = items.filter(({ payload }) => payload)
    if (paid.length === 0) return
    const item = pick(paid, choices)
    item.payload = item.payload!.slice(0, choices.int(0, item.payload!.length))
  },
]

/** Often one of a few checks that only programs with RUNs of the wide bank can reach. */
const FAULTS_OF_WIDE = [...ITEM_FAULTS, ...WIDE_FAULTS, ...WIDE_FAULTS, ...WIDE_FAULTS]

/** Spoils a legal program in one or two ways; what comes out may, rarely, still be legal. */
export function breakProgram(
  choices: Choices,
  config: ChipConfig,
  legal: readonly ProgramItem[],
): OfferedStream {
  const items = legal.map((item) => ({ ...item }))
  const faults = touchesWideBank(items) ? FAULTS_OF_WIDE : ITEM_FAULTS
  const fault = choices.int(0, faults.length + 3)
  if (fault < faults.length) faults[fault](items, choices, config)
  if (choices.once(3)) choices.oneOf(faults)(items, choices, config)
  const { beatBytes } = chipGeometry(config)
  const raw = programBytes(config, items)
  const bytes = raw.slice(0, raw.length - (raw.length % beatBytes))
  const beats = bytes.length / beatBytes
  switch (fault - faults.length) {
    case 0: {
      // The last flag comes early, with or without beats behind it.
      const lastBeat = choices.int(0, beats - 1)
      return { bytes: choices.flag() ? bytes : bytes.slice(0, (lastBeat + 1) * beatBytes), lastBeat }
    }
    case 1:
      return { bytes: bytes.slice(0, choices.int(0, beats) * beatBytes), lastBeat: -1 }
    case 2:
      return { bytes, lastBeat: -1 }
    case 3: {
      const more = new Uint8Array(bytes.length + choices.int(1, 6) * beatBytes)
      more.set(bytes)
      return { bytes: more, lastBeat: more.length / beatBytes - 1 }
    }
    default:
      return { bytes, lastBeat: beats - 1 }
  }
}

function pick(items: readonly ProgramItem[], choices: Choices): ProgramItem {
  return items[choices.int(0, items.length - 1)]
}

function insert(items: ProgramItem[], choices: Choices, word: number): void {
  // Not before BEGIN: that is one fault among many, and it would hide this one.
  items.splice(choices.int(Math.min(1, items.length), items.length), 0, { word, engine: 'control' })
}

/** Place of one of the items whose instruction is such; -1 when there is none. */
function find(
  items: readonly ProgramItem[],
  choices: Choices,
  isSuch: (instruction: Instruction) => boolean,
): number {
  const places = [...items.keys()].filter((at) => {
    const instruction = items[at].engine === 'control' ? undefined : decodeInstruction(items[at].word)
    return instruction !== undefined && isSuch(instruction)
  })
  return places.length === 0 ? -1 : choices.oneOf(places)
}
