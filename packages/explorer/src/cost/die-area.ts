import type { ChipConfig } from '@concord/arch'
import { cachedSynthesis, chipArea, coreUm2, estimateArea, findPdk } from '@concord/estimator'
import type { Fidelity } from '../space/schema.js'

/**
 * Standard cells divided by the utilisation, and the macros, mm²: cells composed of cell facts, or those that synthesis makes of the RTL, which takes
 * minutes and is kept between runs.
 */
export async function dieAreaMm2(config: ChipConfig, fidelity: Fidelity): Promise<number> {
  if (fidelity !== 'synthesised') return chipArea(config).dieUm2 / 1e6
  const { cellAreaUm2 } = await cachedSynthesis(config, { flatten: false, pdkRoot: findPdk() })
  const { utilisation, macroAreaUm2: macrosUm2 } = estimateArea(config)
  return coreUm2({ cellsUm2: cellAreaUm2 - macrosUm2, macrosUm2 }, utilisation.value) / 1e6
}
