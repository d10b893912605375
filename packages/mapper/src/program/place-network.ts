import type { ChipConfig } from '@concord/arch'
import { MappingError } from '../errors.js'
import { importGraph } from '../network/import-graph.js'
import type { Network } from '../network/network.js'
import { ANY_CHIP, type Placement } from '../network/placement.js'
import { lowerFor } from '../planes/lower-for.js'
import { NetworkFamily } from '../schedule/network-shape.js'
import { ShapeChip } from '../schedule/shape-chip.js'
import { hasWide } from '../schedule/wide-layers.js'
import { checkWideRoom } from '../schedule/wide-room.js'

/**
 * The network with what a chip cannot do placed on the host: codes of more levels than it has thresholds for, and real maps
 * that it has no room for.
 *
 * @param network - as it was imported; one that no source stands behind is returned as it is
 */
export function placeNetwork(network: Network, config: ChipConfig): Network {
  if (network.source.nodes.length === 0) return network
  let placed = network
  for (const levels of levelLimits(config)) {
    if (thresholdsFit(placed, config)) break
    placed = placedAs(network, { levels, wide: true })
  }
  if (!hasWide({ network: placed }) || wideFits(placed, config)) return placed
  for (const levels of levelLimits(config)) {
    placed = placedAs(network, { levels, wide: false })
    if (thresholdsFit(placed, config)) break
  }
  return placed
}

/** Levels to try: what the thresholds of a row make; and without those that complemented codes leave unused. */
function levelLimits({ paramDepth }: ChipConfig): number[] {
  const most = Math.min(ANY_CHIP.levels, paramDepth + 1)
  return [most, 2 ** Math.floor(Math.log2(most))]
}

function thresholdsFit(network: Network, config: ChipConfig): boolean {
  const needed =
    THRESHOLDS.get(network) ??
    lowerFor(network, config).layers.reduce((most, { thresholds }) => Math.max(most, thresholds.length), 0)
  THRESHOLDS.set(network, needed)
  return needed <= config.paramDepth
}

/** Thresholds that a row of each network needs at most; they do not depend on the chip. */
const THRESHOLDS = new WeakMap<Network, number>()

/** Whether the chip has a wide bank that holds the real maps. */
function wideFits(network: Network, config: ChipConfig): boolean {
  const lowered = lowerFor(network, config)
  const chip = ShapeChip.of(config)
  try {
    checkWideRoom(config, NetworkFamily.of(chip, lowered).plans(chip, lowered, 'repeat'), lowered)
    return true
  } catch (error) {
    if (error instanceof MappingError) return false
    throw error
  }
}

/** Networks by what was asked for; one network goes to many chips. */
const PLACED = new WeakMap<Network, Map<string, Network>>()

function placedAs(network: Network, placement: Placement): Network {
  const known = PLACED.get(network) ?? new Map<string, Network>()
  PLACED.set(network, known)
  const key = `${placement.levels} ${placement.wide}`
  const placed = known.get(key) ?? importGraph(network.source, network.input.scale, placement)
  known.set(key, placed)
  return placed
}
