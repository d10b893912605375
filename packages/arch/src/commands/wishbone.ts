/** Byte addresses of the Wishbone registers; counter i is at `counter0 + 4 * i` (docs/architecture.md §9). */
export const WISHBONE = {
  id: 0x00,
  version: 0x04,
  ctrl: 0x08,
  status: 0x0c,
  error: 0x10,
  windowIn: 0x14,
  windowInLast: 0x18,
  windowOut: 0x1c,
  counter0: 0x40,
} as const

/** Value of the ID register: "CNCD", first letter in the high byte. */
export const ID_VALUE = 0x434e4344

/** Bits of the CTRL register. */
export const CTRL_BITS = { softReset: 0, windowSelect: 1 } as const

/** Bits of the STATUS register. */
export const STATUS_BITS = {
  done: 0,
  error: 1,
  windowInFull: 2,
  windowOutValid: 3,
  windowSelect: 4,
} as const

/** Widest beat that the stream window carries, in bits. */
export const WINDOW_STREAM_BITS_MAX = 32
