import type { OwningEngine } from './engine.js'

/** Bits of a register that hold one field. */
export interface RegisterField {
  readonly low: number
  readonly bits: number
  readonly signed: boolean
  /** The chip keeps only as many low bits as an activation (`A`) or a weight (`WA`) address register has. */
  readonly keeps?: 'A' | 'WA'
  readonly meaning: string
}

/** One register that SET writes. */
export interface Register {
  readonly number: number
  readonly fields: Readonly<Record<string, RegisterField>>
}

const field = (low: number, bits: number, meaning: string) => ({ low, bits, signed: false, meaning }) as const
const signed = (low: number, bits: number, meaning: string) => ({ low, bits, signed: true, meaning }) as const
/** A is at most 18 bits: clog2(65535) + 2. */
const address = (meaning: string) => ({ low: 0, bits: 18, signed: true, keeps: 'A', meaning }) as const
const weightStep = (low: number, meaning: string) =>
  ({ low, bits: 12, signed: true, keeps: 'WA', meaning }) as const

/** Registers of the load engine. */
export const LOAD_REGISTERS = {
  LOAD_ADDR: {
    number: 0,
    fields: { address: field(0, 16, 'first activation word, wide word, weight word or parameter slot') },
  },
} as const satisfies Readonly<Record<string, Register>>

/** Registers of the store engine. */
export const STORE_REGISTERS = {
  STORE_ADDR: { number: 0, fields: { address: field(0, 16, 'first activation word or wide word') } },
} as const satisfies Readonly<Record<string, Register>>

/** Registers of the compute engine. */
export const COMPUTE_REGISTERS = {
  IN_ADDR: {
    number: 0,
    fields: {
      address: address(
        'address of plane offset 0, group 0 at tap (0, 0) of the first pixel; may lie outside',
      ),
    },
  },
  ORIGIN: {
    number: 1,
    fields: {
      x: signed(0, 12, 'input column of tap (0, 0) of the first pixel'),
      y: signed(12, 12, 'its input line'),
    },
  },
  SIZE: {
    number: 2,
    fields: { width: field(0, 12, 'columns of the input'), height: field(12, 12, 'lines of the input') },
  },
  KERNEL: {
    number: 3,
    fields: {
      kw: field(0, 4, 'taps in x, 1..11'),
      kh: field(4, 4, 'taps in y, 1..11'),
      dilationLog2X: field(8, 2, 'log2 of the dilation in x'),
      dilationLog2Y: field(10, 2, 'log2 of the dilation in y'),
    },
  },
  TAP_DX: { number: 4, fields: { step: address('address step of one tap in x') } },
  TAP_DY: { number: 5, fields: { step: address('address step of one tap in y') } },
  STRIDE: {
    number: 6,
    fields: {
      sx: field(0, 4, 'input columns from pixel to pixel in a pooling window'),
      sy: field(4, 4, 'input lines from pixel to pixel in a pooling window'),
      wx: field(8, 6, 'input columns from window to window'),
      wy: field(14, 6, 'input lines from window to window'),
    },
  },
  PIX_DX: { number: 7, fields: { step: address('address step of sx') } },
  PIX_DY: { number: 8, fields: { step: address('address step of sy') } },
  WIN_DX: { number: 9, fields: { step: address('address step of wx') } },
  WIN_DY: { number: 10, fields: { step: address('address step of wy') } },
  WINDOW: {
    number: 11,
    fields: { pw: field(0, 4, 'pixels a pooling window in x'), ph: field(4, 4, 'pixels in y') },
  },
  COUNT: {
    number: 12,
    fields: { ww: field(0, 12, 'windows a line'), wh: field(12, 12, 'lines of windows') },
  },
  GROUPS: {
    number: 13,
    fields: {
      groups: field(0, 12, 'words a tap'),
      lastValid: field(12, 12, 'valid lanes of the last word of a tap'),
    },
  },
  WEIGHT: {
    number: 14,
    fields: {
      address: { low: 0, bits: 12, signed: false, keeps: 'WA', meaning: 'weight base word' },
      rows: field(12, 12, 'rows used, from row 0'),
    },
  },
  W_STEP: {
    number: 15,
    fields: { wdx: weightStep(0, 'weight words a tap in x'), wdy: weightStep(12, 'weight words a tap in y') },
  },
  PAD: {
    number: 16,
    fields: {
      address: address('address of the pad words'),
      enable: field(23, 1, 'read pad words for taps outside instead of skipping them'),
    },
  },
  POST: {
    number: 17,
    fields: {
      mode: field(0, 2, '0 BIN, 1 MULTI, 2 RAW, 3 SCALE'),
      thresholds: field(4, 4, 'thresholds a row'),
      planes: field(8, 5, 'planes written'),
      slot: field(16, 4, 'slot of the first parameter'),
      segment: field(20, 4, 'segment of the word that is written, when rows < lanes'),
    },
  },
  OUT_ADDR: { number: 18, fields: { address: address('address of plane 0 of the first window') } },
  OUT_DX: { number: 19, fields: { step: address('address step of a window') } },
  OUT_DY: { number: 20, fields: { step: address('address step of a line of windows') } },
  OUT_DP: { number: 21, fields: { step: address('address step of a plane') } },
  PAIR: {
    number: 22,
    fields: {
      aOff: field(0, 10, 'activation address offset of the plane'),
      wOff: field(10, 8, 'weight address offset of the plane'),
      double: field(18, 1, 'double the sum before the first word of the pair'),
      negate: field(19, 1, 'subtract instead of add'),
      index: field(20, 4, 'entry of the pair table'),
    },
  },
  SCALE: {
    number: 23,
    fields: {
      shift: field(0, 5, 'shift after the factor'),
      slopeShift: field(5, 5, 'shift after the slope'),
      multiply: field(10, 1, 'parameter: factor; else 1'),
      add: field(11, 1, 'parameter: addend'),
      residual: field(12, 1, 'add the residual word'),
      slope: field(13, 1, 'parameter: factor of negative values'),
      offset: field(14, 1, 'parameter: addend behind the slope'),
      write: field(15, 1, 'write the wide word'),
      function: field(16, 2, '0 none, 1 sigmoid, 2 tanh (`vector`)'),
      gate: field(18, 1, 'multiply with the residual word (`vector`)'),
      accumulate: field(19, 1, 'add the wide word that is written (`vector`)'),
    },
  },
  RES_ADDR: { number: 24, fields: { address: address('address of the residual word of the first window') } },
  RES_DX: { number: 25, fields: { step: address('address step of a window') } },
  RES_DY: { number: 26, fields: { step: address('address step of a line of windows') } },
  WIDE_ADDR: { number: 27, fields: { address: address('address of the wide word of the first window') } },
  WIDE_DX: { number: 28, fields: { step: address('address step of a window') } },
  WIDE_DY: { number: 29, fields: { step: address('address step of a line of windows') } },
} as const satisfies Readonly<Record<string, Register>>

/** Registers by engine. */
export const REGISTERS = { load: LOAD_REGISTERS, compute: COMPUTE_REGISTERS, store: STORE_REGISTERS } as const

/** Number of registers of each engine, those of SCALE included; a SET beyond is an OPCODE error. */
export const REGISTER_COUNT: Readonly<Record<OwningEngine, number>> = {
  load: Object.keys(LOAD_REGISTERS).length,
  compute: Object.keys(COMPUTE_REGISTERS).length,
  store: Object.keys(STORE_REGISTERS).length,
}

/** Post modes and their number in POST. */
export const POST_MODE = { BIN: 0, MULTI: 1, RAW: 2, SCALE: 3 } as const

/** Functions of SCALE and their number in SCALE. */
export const SCALE_FUNCTION = { none: 0, sigmoid: 1, tanh: 2 } as const

/** Name of a post mode. */
export type PostMode = keyof typeof POST_MODE
