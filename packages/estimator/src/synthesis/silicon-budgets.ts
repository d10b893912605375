import type { ChipConfig } from '@concord/arch'
import type { BlockArea } from './block-areas.js'

/** The two figures by which an array is judged. */
export interface SiliconBudgets {
  /** A row without its weight banks and its accumulator file, by lane. */
  readonly rowAreaPerLaneUm2: number
  /** Latches, clock gates, word selection and read path of the weight banks, by bit. */
  readonly weightBankAreaPerBitUm2: number
}

/** Reads the budgets off the areas by block of a whole chip. */
export function siliconBudgets(
  { rows, lanes, weightDepth }: ChipConfig,
  blocks: readonly BlockArea[],
): SiliconBudgets {
  const total = (place: string): number =>
    blocks
      .flatMap(({ byInstance }) => Object.entries(byInstance))
      .reduce((sum, [name, areaUm2]) => (name.endsWith(place) ? sum + areaUm2 : sum), 0)
  const row = blocks.find(({ module }) => module === 'concord_row')?.totalUm2 ?? 0
  const weights = total('.u_weights')
  return {
    rowAreaPerLaneUm2: (row - weights - total('u_accumulator.u_file')) / (rows * lanes),
    weightBankAreaPerBitUm2: weights / (rows * lanes * 2 * weightDepth),
  }
}
