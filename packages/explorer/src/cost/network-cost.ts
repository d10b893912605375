import { type ChipConfig, STRUCTURAL_FIELDS } from '@concord/arch'
import { layerTable, type Network, type PreparedSchedule, prepareSchedule } from '@concord/mapper'
import type { ProgramCost } from './program-cost.js'

/** Costs kept; a search comes back to chips that differ in clock or storage cells only. */
const KEPT = 20_000

/** Cycles and switching of one network on any chip, without data: those of the program that `concord map` makes. */
export class NetworkCost {
  /** Multiply-accumulates an input. */
  readonly macs: number
  readonly #schedule: PreparedSchedule
  readonly #known = new Map<string, ProgramCost>()

  constructor(
    readonly network: Network,
    readonly batch: number,
  ) {
    this.#schedule = prepareSchedule(network)
    this.macs = layerTable(network).reduce((sum, { place, macs }) => sum + (place === 'chip' ? macs : 0), 0)
  }

  /**
   * @throws MappingError when the network does not fit the chip
   */
  on(config: ChipConfig): ProgramCost {
    let key = ''
    for (const field of STRUCTURAL_FIELDS) key += `${Number(config[field])},`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const { passes: _, ...cost } = this.#schedule.cost(config, { batch: this.batch })
    if (this.#known.size >= KEPT) this.#known.clear()
    this.#known.set(key, cost)
    return cost
  }
}
