import type { EngineName } from './engine.js'

/** Version of the command set, carried by every BEGIN. */
export const ISA_VERSION = 1

/** Bank name of weight bank 0; weight bank 1 follows. Smaller names are activation banks. */
export const WEIGHT_BANK_ID = 16

/** Bank name of the wide bank. */
export const WIDE_BANK_ID = 18

/** Names a bank field can hold: 0..31. */
export const BANK_NAMES = 32

/** Bits of an instruction that hold one operand. */
export interface OperandField {
  readonly low: number
  readonly bits: number
}

/** One operation of the command set. */
export interface Operation {
  readonly engines: readonly EngineName[]
  /** Instruction bits [28:26]. */
  readonly code: number
  /** Operands by name, low bit first. */
  readonly operands: Readonly<Record<string, OperandField>>
  /** Payload that follows in the stream, in words (docs only). */
  readonly payload: string
}

const owning = ['load', 'compute', 'store'] as const
const bank = { low: 0, bits: 5 } as const

/** Every operation but SET (docs/architecture.md §3). */
export const OPERATIONS = {
  BEGIN: {
    engines: ['control'],
    code: 1,
    operands: { signature: { low: 0, bits: 16 }, version: { low: 16, bits: 8 } },
    payload: '',
  },
  END: { engines: ['control'], code: 2, operands: {}, payload: '' },
  TAKE: { engines: owning, code: 1, operands: { bank }, payload: '' },
  GIVE: { engines: owning, code: 2, operands: { bank, to: { low: 5, bits: 2 } }, payload: '' },
  LOAD_ACT: {
    engines: ['load'],
    code: 3,
    operands: { bank, count: { low: 5, bits: 16 } },
    payload: '`count` words of the bank',
  },
  LOAD_WEIGHTS: {
    engines: ['load'],
    code: 4,
    operands: { bank: { low: 0, bits: 1 }, words: { low: 1, bits: 9 }, rows: { low: 10, bits: 10 } },
    payload: '`rows` × `words` weight words, words fastest',
  },
  LOAD_THRESHOLDS: {
    engines: ['load'],
    code: 5,
    operands: { bank: { low: 0, bits: 1 }, slots: { low: 1, bits: 5 }, rows: { low: 10, bits: 10 } },
    payload: '`slots` × `rows` thresholds, rows fastest',
  },
  RUN: {
    engines: ['compute'],
    code: 3,
    operands: {
      weightBank: { low: 0, bits: 1 },
      inBank: { low: 1, bits: 5 },
      outBank: { low: 6, bits: 5 },
      pairs: { low: 11, bits: 5 },
      load: { low: 16, bits: 1 },
      save: { low: 17, bits: 1 },
      both: { low: 18, bits: 1 },
    },
    payload: '',
  },
  STORE: {
    engines: ['store'],
    code: 3,
    operands: { bank, count: { low: 5, bits: 16 } },
    payload: '',
  },
} as const satisfies Readonly<Record<string, Operation>>

/** Name of an operation other than SET. */
export type OperationName = keyof typeof OPERATIONS
