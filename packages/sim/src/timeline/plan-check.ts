import type {
  ChipConfig,
  LoadActInstruction,
  LoadThresholdsInstruction,
  LoadWeightsInstruction,
  StoreInstruction,
} from '@concord/arch'

/** Whether a LOAD_* at `address` has legal counts and stays inside its memory (docs/architecture.md §8). */
export function loadFits(
  { rows, actBanks, actWords, weightDepth, paramDepth }: ChipConfig,
  instruction: LoadActInstruction | LoadWeightsInstruction | LoadThresholdsInstruction,
  address: number,
): boolean {
  const fits = (count: number, depth: number) => count > 0 && address + count <= depth
  if (instruction.op === 'LOAD_ACT') return instruction.bank < actBanks && fits(instruction.count, actWords)
  if (instruction.rows === 0 || instruction.rows > rows) return false
  return instruction.op === 'LOAD_WEIGHTS'
    ? fits(instruction.words, weightDepth)
    : fits(instruction.slots, paramDepth)
}

/** Whether a STORE from `address` on stays inside its memory. */
export function storeFits(
  { actBanks, actWords }: ChipConfig,
  { bank, count }: StoreInstruction,
  address: number,
): boolean {
  return bank < actBanks && count > 0 && address + count <= actWords
}
