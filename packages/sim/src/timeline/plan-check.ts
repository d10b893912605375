import {
  type ChipConfig,
  type LoadActInstruction,
  type LoadThresholdsInstruction,
  type LoadWeightsInstruction,
  type StoreInstruction,
  WIDE_BANK_ID,
} from '@concord/arch'

/** Whether a LOAD_* at `address` has legal counts and stays inside its memory (docs/architecture.md §8). */
export function loadFits(
  { rows, actBanks, actWords, weightDepth, paramDepth, residualWords }: ChipConfig,
  instruction: LoadActInstruction | LoadWeightsInstruction | LoadThresholdsInstruction,
  address: number,
): boolean {
  const fits = (count: number, depth: number) => count > 0 && address + count <= depth
  if (instruction.op === 'LOAD_ACT') {
    if (instruction.bank === WIDE_BANK_ID) return fits(instruction.count, residualWords)
    return instruction.bank < actBanks && fits(instruction.count, actWords)
  }
  if (instruction.rows === 0 || instruction.rows > rows) return false
  return instruction.op === 'LOAD_WEIGHTS'
    ? fits(instruction.words, weightDepth)
    : fits(instruction.slots, paramDepth)
}

/** Whether a STORE from `address` on stays inside its memory. */
export function storeFits(
  { actBanks, actWords, residualWords }: ChipConfig,
  { bank, count }: StoreInstruction,
  address: number,
): boolean {
  if (bank === WIDE_BANK_ID) return count > 0 && address + count <= residualWords
  return bank < actBanks && count > 0 && address + count <= actWords
}
