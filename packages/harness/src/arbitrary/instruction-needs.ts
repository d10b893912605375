import {
  type ChipConfig,
  type Instruction,
  type OwningEngine,
  WEIGHT_BANK_ID,
  WIDE_BANK_ID,
} from '@concord/arch'

/** Words an instruction moves from its address register on, and how many there are; undefined when it has no such register. */
export function limitOf(
  config: ChipConfig,
  instruction: Instruction,
): { engine: OwningEngine; count: number; limit: number } | undefined {
  switch (instruction.op) {
    case 'LOAD_ACT':
      return { engine: 'load', count: instruction.count, limit: bankWords(config, instruction.bank) }
    case 'LOAD_WEIGHTS':
      return { engine: 'load', count: instruction.words, limit: config.weightDepth }
    case 'LOAD_THRESHOLDS':
      return { engine: 'load', count: instruction.slots, limit: config.paramDepth }
    case 'STORE':
      return { engine: 'store', count: instruction.count, limit: bankWords(config, instruction.bank) }
    default:
      return undefined
  }
}

function bankWords({ actWords, residualWords }: ChipConfig, bank: number): number {
  return bank === WIDE_BANK_ID ? residualWords : actWords
}

/** Banks that an instruction touches, and so must own; of a RUN also the wide bank, which it may touch. */
export function banksOf({ residualWords }: ChipConfig, instruction: Instruction): number[] {
  switch (instruction.op) {
    case 'LOAD_ACT':
    case 'STORE':
      return [instruction.bank]
    case 'LOAD_WEIGHTS':
    case 'LOAD_THRESHOLDS':
      return [WEIGHT_BANK_ID + instruction.bank]
    case 'RUN':
      return [
        ...[instruction.inBank, WEIGHT_BANK_ID + instruction.weightBank],
        ...(instruction.both ? [WEIGHT_BANK_ID + 1 - instruction.weightBank] : []),
        ...(instruction.save ? [] : [instruction.outBank]),
        ...(residualWords > 0 ? [WIDE_BANK_ID] : []),
      ]
    default:
      return []
  }
}
