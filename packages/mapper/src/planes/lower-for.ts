import type { ChipConfig } from '@concord/arch'
import type { Network } from '../network/network.js'
import { groupsFitRows } from '../schedule/row-groups.js'
import { lower } from './lower.js'
import { withoutPaddedPools } from './padded-pools.js'
import type { PlaneNetwork } from './plane-network.js'

/** Networks lowered before, by the layers that were expanded: one network goes to many chips. */
const LOWERED = new WeakMap<Network, Map<string, PlaneNetwork>>()

/**
 * Lowers a network for a chip: pools over the border become layers of their own, groups that do not fill words and rows of the
 * chip zeros of one layer.
 */
export function lowerFor(source: Network, config: ChipConfig): PlaneNetwork {
  const network = withoutPaddedPools(source)
  const known = LOWERED.get(network) ?? new Map<string, PlaneNetwork>()
  LOWERED.set(network, known)
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
