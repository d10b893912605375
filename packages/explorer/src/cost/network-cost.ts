import { type ChipConfig, STRUCTURAL_FIELDS } from '@concord/arch'
import { layerTable, lower, type Network } from '@concord/mapper'
import { DenseCost } from './dense-cost.js'
import { denseLayers } from './dense-layer.js'
import { exactCost } from './exact-cost.js'
import type { ProgramCost } from './program-cost.js'

/** Costs kept; a search comes back to chips that differ in clock or storage cells only. */
const KEPT = 20_000

/**
 * Cycles of one network on any chip, without data and exactly as the simulator counts them.
 *
 * The batch is on the chip together where it fits; where it does not, and for convolutional networks, the mapper searches.
 */
export class NetworkCost {
  /** Multiply-accumulates an input. */
  readonly macs: number
  readonly #dense: DenseCost | undefined
  readonly #known = new Map<string, ProgramCost>()

  constructor(
    readonly network: Network,
    readonly batch: number,
  ) {
    const layers = denseLayers(lower(network))
    this.#dense = layers && new DenseCost(layers, batch)
    this.macs = layerTable(network).reduce((sum, { place, macs }) => sum + (place === 'chip' ? macs : 0), 0)
  }

  /**
   * @throws FitError or MappingError when the network does not fit the chip
   */
  on(config: ChipConfig): ProgramCost {
    let key = ''
    for (const field of STRUCTURAL_FIELDS) key += `${Number(config[field])},`
    let cost = this.#known.get(key)
    if (cost === undefined) {
      cost =
        this.#dense && (this.batch === 1 || this.#dense.fits(config))
          ? this.#dense.on(config)
          : exactCost(this.network, config, this.batch)
      if (this.#known.size >= KEPT) this.#known.clear()
      this.#known.set(key, cost)
    }
    return cost
  }

  /** Inputs on the chip together that the cost is of; undefined when the mapper chose. */
  residentOn(config: ChipConfig): number | undefined {
    return this.#dense && (this.batch === 1 || this.#dense.fits(config)) ? this.batch : undefined
  }
}
