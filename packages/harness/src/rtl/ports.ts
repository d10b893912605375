import type { ChipInputs, ChipOutputs } from '@concord/sim'

// Records of native/records.h, seen as four 32-bit words a cycle:
// inputs  flags | wb_sel << 8 | wb_adr << 16, wb_dat, in_data low, in_data high
// outputs flags | unknown << 8, wb_dat, out_data low, out_data high

/** Bytes of the record of one cycle, inputs and outputs alike. */
export const RECORD_BYTES = 16
export const RECORD_WORDS = 4

/** Flags in the first word of an output record. */
export const OUTPUT_FLAGS = {
  inReady: 1 << 0,
  outValid: 1 << 1,
  wbAck: 1 << 2,
  done: 1 << 3,
  error: 1 << 4,
} as const

const UNKNOWN_BIT = 8

/** Output ports by record: name, word, lowest bit, mask. */
const NAMED_FIELDS = [
  ['in_ready_o', 0, 0, 1],
  ['out_valid_o', 0, 1, 1],
  ['wb_ack_o', 0, 2, 1],
  ['done_o', 0, 3, 1],
  ['error_o', 0, 4, 1],
  ['an output with X or Z', 0, UNKNOWN_BIT, 1],
  ['wb_dat_o', 1, 0, 0xffffffff],
  ['out_data_o[31:0]', 2, 0, 0xffffffff],
  ['out_data_o[63:32]', 3, 0, 0xffffffff],
] as const

/** Where an output port, or 32 bits of one, stand in a record. */
export interface OutputField {
  readonly port: string
  /** First bit of the port. */
  readonly low: number
  readonly word: number
  readonly shift: number
  readonly mask: number
}

/** All output ports of a record. */
export const OUTPUT_FIELDS: readonly OutputField[] = NAMED_FIELDS.flatMap(([name, word, shift, mask]) => {
  const [, port, low = '0'] = /^(\w+_o)(?:\[\d+:(\d+)\])?$/.exec(name) ?? []
  return port === undefined ? [] : [{ port, low: Number(low), word, shift, mask }]
})

/** Writes the record of one cycle's inputs at word `at`. */
export function packInputs(inputs: ChipInputs, words: Uint32Array, at: number): void {
  words[at] =
    Number(inputs.rstN) |
    (Number(inputs.inValid) << 1) |
    (Number(inputs.inLast) << 2) |
    (Number(inputs.outReady) << 3) |
    (Number(inputs.wbCyc) << 4) |
    (Number(inputs.wbStb) << 5) |
    (Number(inputs.wbWe) << 6) |
    (inputs.wbSel << 8) |
    (inputs.wbAdr << 16)
  words[at + 1] = inputs.wbDat
  words[at + 2] = inputs.inData
  words[at + 3] = inputs.inDataHigh
}

/** Writes the record of one cycle's outputs at word `at`. */
export function packOutputs(outputs: ChipOutputs, words: Uint32Array, at: number): void {
  words[at] =
    (outputs.inReady ? OUTPUT_FLAGS.inReady : 0) |
    (outputs.outValid ? OUTPUT_FLAGS.outValid : 0) |
    (outputs.wbAck ? OUTPUT_FLAGS.wbAck : 0) |
    (outputs.done ? OUTPUT_FLAGS.done : 0) |
    (outputs.error ? OUTPUT_FLAGS.error : 0)
  words[at + 1] = outputs.wbDat
  words[at + 2] = outputs.outData
  words[at + 3] = outputs.outDataHigh
}

/** First output port that differs between two records. */
export interface PortDifference {
  /** Cycle, counted from the first record. */
  readonly cycle: number
  readonly signal: string
  readonly expected: number
  readonly got: number
}

/** Finds the first difference between two sequences of output records; undefined when there is none. */
export function compareOutputs(expected: Uint8Array, got: Uint8Array): PortDifference | undefined {
  if (Buffer.compare(expected, got) === 0) return undefined
  const [a, b] = [wordsOf(expected), wordsOf(got)]
  const at = a.findIndex((word, i) => word !== b[i])
  const cycle = Math.floor(at / RECORD_WORDS)
  for (const [signal, word, low, mask] of NAMED_FIELDS) {
    const from = (words: Uint32Array) => ((words[cycle * RECORD_WORDS + word] >>> low) & mask) >>> 0
    if (from(a) !== from(b)) return { cycle, signal, expected: from(a), got: from(b) }
  }
  return { cycle, signal: 'an unused bit of the record', expected: a[at], got: b[at] }
}

/** Bytes seen as 32-bit words; copied only when they are not aligned. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4)
}
