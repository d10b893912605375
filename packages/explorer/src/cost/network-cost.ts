import { type ChipConfig, STRUCTURAL_FIELDS } from '@concord/arch'
import { layerTable, type Network, type PreparedSchedule, prepareSchedule } from '@concord/mapper'
import type { ProgramCost } from './program-cost.js'

/** Cycles and switching of one network on any chip, without data: those of the program that `concord map` makes. */
export class NetworkCost {
  /** Multiply-accumulates an input. */
  readonly macs: number
  readonly #schedule: PreparedSchedule
  #last: { readonly config: ChipConfig; readonly cost: ProgramCost } | undefined

  constructor(
    readonly network: Network,
    readonly batch: number,
  ) {
    this.#schedule = prepareSchedule(network)
    this.macs = layerTable(network).reduce((sum, { place, macs }) => sum + (place === 'chip' ? macs : 0), 0)
  }

  /**
   * A chip that differs from the one before in clock or storage cells only costs the same.
   *
   * @throws MappingError when the network does not fit the chip
   */
  on(config: ChipConfig): ProgramCost {
    if (this.#last === undefined || !haveOneStructure(config, this.#last.config)) {
      const cost = this.#schedule.cost(config, { batch: this.batch })
      this.#last = { config: { ...config }, cost }
    }
    return this.#last.cost
  }
}

function haveOneStructure(a: ChipConfig, b: ChipConfig): boolean {
  for (const field of STRUCTURAL_FIELDS) if (a[field] !== b[field]) return false
  return true
}
