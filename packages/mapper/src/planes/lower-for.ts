import type { ChipConfig } from '@concord/arch'
import type { Network } from '../network/network.js'
import { groupsFitRows } from '../schedule/row-groups.js'
import { lower } from './lower.js'
import type { PlaneNetwork } from './plane-network.js'

/**
 * Lowers a network for a chip; groups that do not fill words and rows of the chip become zeros of one layer.
 *
 * @param known - networks lowered before, by the layers that were expanded
 */
export function lowerFor(
  network: Network,
  config: ChipConfig,
  known: Map<string, PlaneNetwork> = new Map(),
): PlaneNetwork {
  const expand = new Set<string>()
  for (const { id, groups, input, output } of network.layers) {
    const shape = { groups, inputs: input.channels, outputs: output.channels }
    if (!groupsFitRows(config, shape)) expand.add(id)
  }
  const key = [...expand].join()
  const lowered = known.get(key) ?? lower(network, { expand })
  known.set(key, lowered)
  return lowered
}
