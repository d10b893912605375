import {
  type ChipConfig,
  chipGeometry,
  encodeInstruction,
  type Instruction,
  type OwningEngine,
} from '@concord/arch'

/** One instruction of a program under construction, with its payload. */
export interface ProgramItem {
  word: number
  payload?: Uint8Array
  /** The engine whose order it belongs to; control instructions stay where they are. */
  readonly engine: OwningEngine | 'control'
  /** The bank it hands over or waits for. */
  readonly gives?: number
  readonly takes?: number
}

/** An item of an instruction; `payload` as the instruction asks for. */
export function programItem(instruction: Instruction, payload?: Uint8Array): ProgramItem {
  return {
    word: encodeInstruction(instruction),
    engine: engineOf(instruction),
    ...(payload ? { payload } : {}),
    ...(instruction.op === 'GIVE' ? { gives: instruction.bank } : {}),
    ...(instruction.op === 'TAKE' ? { takes: instruction.bank } : {}),
  }
}

/** The byte stream of a list of items, whether or not it makes sense; `filler` in bits no one reads. */
export function programBytes(config: ChipConfig, items: readonly ProgramItem[], filler = 0): Uint8Array {
  const { instructionBytes } = chipGeometry(config)
  const length = items.reduce((sum, { payload }) => sum + instructionBytes + (payload?.length ?? 0), 0)
  const bytes = new Uint8Array(length)
  let at = 0
  for (const { word, payload } of items) {
    for (let i = 0; i < instructionBytes; i++) bytes[at + i] = i < 4 ? word >>> (8 * i) : filler
    at += instructionBytes
    if (!payload) continue
    bytes.set(payload, at)
    at += payload.length
  }
  return bytes
}

function engineOf(instruction: Instruction): OwningEngine | 'control' {
  if ('engine' in instruction) return instruction.engine
  switch (instruction.op) {
    case 'BEGIN':
    case 'END':
      return 'control'
    case 'RUN':
      return 'compute'
    case 'STORE':
      return 'store'
    default:
      return 'load'
  }
}
