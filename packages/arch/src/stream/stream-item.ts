import type { Instruction } from '../commands/instruction.js'

/** One instruction of a stream and where its payload lies. */
export interface StreamItem {
  /** Number of the instruction in the stream, from 0. */
  readonly index: number
  readonly byteOffset: number
  /** The 32 bits. */
  readonly word: number
  readonly instruction: Instruction
  readonly payloadOffset: number
  /** 0 for all but LOAD_*. */
  readonly payloadBytes: number
}
