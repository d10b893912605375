import type { Instruction } from '../commands/instruction.js'
import type { ChipGeometry } from '../config/geometry.js'

/** Bytes of payload that follow an instruction in the stream, beat padding included. */
export function payloadBytes(geometry: ChipGeometry, instruction: Instruction): number {
  switch (instruction.op) {
    case 'LOAD_ACT':
      return instruction.count * geometry.wordBytes
    case 'LOAD_WEIGHTS':
      return instruction.rows * instruction.words * geometry.wordBytes
    case 'LOAD_THRESHOLDS':
      return instruction.slots * instruction.rows * geometry.thresholdBytes
    default:
      return 0
  }
}
