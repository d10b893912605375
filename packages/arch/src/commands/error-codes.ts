/** Error codes of the chip, as ERROR shows them; 0 is none (docs/architecture.md §8). */
export const ERROR_CODES = {
  NONE: 0,
  OPCODE: 1,
  BEGIN: 2,
  TRUNCATED: 3,
  TRAILING: 4,
  BANK: 5,
  OWNERSHIP: 6,
  SIZE: 7,
  ADDRESS: 8,
  DEADLOCK: 9,
  WINDOW: 10,
} as const

/** Name of an error code. */
export type ErrorName = keyof typeof ERROR_CODES

/** When the chip reports each error. */
export const ERROR_MEANINGS: Readonly<Record<ErrorName, string>> = {
  NONE: 'no error',
  OPCODE: 'an operation or register the engine does not have; RUN in SCALE mode on a chip without it',
  BEGIN:
    'the first instruction is not BEGIN, BEGIN comes again, or its version or signature is not the chip’s',
  TRUNCATED: 'the last flag of the stream comes before the last beat of END',
  TRAILING: 'END without the last flag',
  BANK: 'no such bank; GIVE to control or to itself; RUN with the same bank in and out, unless it saves',
  OWNERSHIP: 'the engine touches or gives a bank that it does not own',
  SIZE: 'a count, size or index is 0 or too large',
  ADDRESS: 'an address lies outside its memory',
  DEADLOCK: 'every engine waits and nothing can ever move',
  WINDOW: 'the Wishbone stream window is written while full',
}

/** Names by code. */
export const ERROR_NAMES = Object.keys(ERROR_CODES) as readonly ErrorName[]

/** Contents of the ERROR register. */
export interface ChipErrorState {
  /** Error code, 0 when there is none. */
  readonly code: number
  /** Number of the engine at fault; 0 control. */
  readonly engine: number
  /** Number of its instruction, modulo 65536. */
  readonly index: number
}

/** Unpacks the ERROR register. */
export function unpackErrorRegister(value: number): ChipErrorState {
  return { code: value & 15, engine: (value >>> 8) & 3, index: value >>> 16 }
}
