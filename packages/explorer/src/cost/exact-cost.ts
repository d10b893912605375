import type { ChipConfig } from '@concord/arch'
import { mapNetwork, type Network } from '@concord/mapper'
import { programCost } from './program-activity.js'
import type { ProgramCost } from './program-cost.js'

/**
 * Cost of any network by making its program: mapped as `concord map` does, its cycles counted in closed form.
 *
 * @param resident - inputs on the chip together. Default: as many as the mapper finds best
 * @throws MappingError when the network does not fit
 */
export function exactCost(
  network: Network,
  config: ChipConfig,
  batch: number,
  resident?: number,
): ProgramCost {
  const program = mapNetwork(network, config, {
    batch,
    ...(resident !== undefined && { resident }),
  })
  return programCost(program)
}
