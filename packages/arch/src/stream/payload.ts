import type { Instruction } from '../commands/instruction.js'
import { WIDE_BANK_ID } from '../commands/operations.js'
import type { ChipGeometry } from '../config/geometry.js'

/** Bytes of payload that follow an instruction in the stream, beat padding included. */
export function payloadBytes(geometry: ChipGeometry, instruction: Instruction): number {
  switch (instruction.op) {
    case 'LOAD_ACT':
      return instruction.count * bankWordBytes(geometry, instruction.bank)
    case 'LOAD_WEIGHTS':
      return instruction.rows * instruction.words * geometry.wordBytes
    case 'LOAD_THRESHOLDS':
      return instruction.slots * instruction.rows * geometry.thresholdBytes
    default:
      return 0
  }
}

/** Bytes of one word of an activation bank or the wide bank in the stream. */
export function bankWordBytes(geometry: ChipGeometry, bank: number): number {
  return bank === WIDE_BANK_ID ? geometry.wideBytes : geometry.wordBytes
}
