import { type ChipConfig, STRUCTURAL_FIELDS } from '@concord/arch'
import { cachedSynthesis, coreUm2, estimateArea, findPdk } from '@concord/estimator'
import type { Fidelity } from '../space/schema.js'

/** Areas kept: they do not depend on the clock. */
const KEPT = 20_000

/** Areas of chips: composed of cell facts, or of the cells that synthesis makes of the RTL. */
export class DieArea {
  readonly #composed = new Map<string, number>()

  /** Standard cells divided by the utilisation, and the macros, mm²; synthesis takes minutes and is kept between runs. */
  async mm2(config: ChipConfig, fidelity: Fidelity): Promise<number> {
    if (fidelity !== 'synthesised') return this.#composedMm2(config)
    const { cellAreaUm2 } = await cachedSynthesis(config, { flatten: false, pdkRoot: findPdk() })
    const { utilisation, macroAreaUm2: macrosUm2 } = estimateArea(config)
    return coreUm2({ cellsUm2: cellAreaUm2 - macrosUm2, macrosUm2 }, utilisation.value) / 1e6
  }

  #composedMm2(config: ChipConfig): number {
    let key = JSON.stringify(config.memories) + config.technology
    for (const field of STRUCTURAL_FIELDS) key += `,${Number(config[field])}`
    const known = this.#composed.get(key)
    if (known !== undefined) return known
    const area = estimateArea(config).dieAreaUm2.value / 1e6
    if (this.#composed.size >= KEPT) this.#composed.clear()
    this.#composed.set(key, area)
    return area
  }
}
