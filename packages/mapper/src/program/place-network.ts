import type { ChipConfig } from '@concord/arch'
import { MappingError, OnnxFormatError, UnsupportedError } from '../errors.js'
import { importGraph } from '../network/import-graph.js'
import type { Network } from '../network/network.js'
import { ANY_CHIP, type Placement } from '../network/placement.js'
import { lowerFor } from '../planes/lower-for.js'
import { sizeFault } from '../schedule/check-layer.js'
import { checkRoom, roomFault } from '../schedule/check-room.js'
import { planUnchecked } from '../schedule/layer-plan.js'
import { NetworkFamily } from '../schedule/network-family.js'
import { ShapeChip } from '../schedule/shape-chip.js'
import { checkWideBanks } from '../schedule/wide-banks.js'
import { hasWide } from '../schedule/wide-layers.js'
import { checkWideRoom } from '../schedule/wide-room.js'

/** What is to be done about layers that a chip cannot hold. */
export interface PlaceOptions {
  /** `host`: the host runs them; `refuse`: they stay, and mapping says what they need. @defaultValue 'host' */
  readonly layers?: 'host' | 'refuse'
}

/**
 * The network with what a chip cannot do placed on the host: codes of more levels than it has thresholds for, real maps that
 * it has no room for, and layers whose sums or maps are too large for it.
 *
 * A network of which the chip could run no layer at all is returned as far as it could be placed; mapping it says why.
 *
 * @param network - as it was imported; one that no source stands behind is returned as it is
 */
export function placeNetwork(network: Network, config: ChipConfig, options: PlaceOptions = {}): Network {
  if (network.source.nodes.length === 0) return network
  let limits = ANY_CHIP
  let placed = network
  for (;;) {
    const less = narrower(placed, config, limits, options)
    const next = less && placedAs(network, less)
    if (less === undefined || next === undefined) return placed
    limits = less
    placed = next
  }
}

/** Less than some limits ask of a chip, where that is still too much; undefined when nothing is, or nothing can be done. */
function narrower(
  placed: Network,
  config: ChipConfig,
  limits: Placement,
  { layers = 'host' }: PlaceOptions,
): Placement | undefined {
  const levels = levelLimits(config).find((fewer) => fewer < limits.levels)
  if (levels !== undefined && !thresholdsFit(placed, config)) return { ...limits, levels }
  if (hasWide({ network: placed }) && !wideFits(placed, config))
    return { ...limits, levels: ANY_CHIP.levels, wide: false }
  const found = layers === 'host' ? tooLarge(placed, config) : []
  const more = found.filter(([tensor]) => !limits.tooLarge.has(tensor))
  return more.length > 0 ? { ...limits, tooLarge: new Map([...limits.tooLarge, ...more]) } : undefined
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

/** Whether the chip has a wide bank that holds the real maps, and banks for what lies beside them. */
function wideFits(network: Network, config: ChipConfig): boolean {
  const lowered = lowerFor(network, config)
  const chip = ShapeChip.of(config)
  try {
    const plans = NetworkFamily.of(chip, lowered).plans(chip, lowered, 'repeat')
    for (const plan of plans) checkRoom(config, plan)
    checkWideRoom(config, plans, lowered)
    checkWideBanks(chip, plans)
    return true
  } catch (error) {
    if (error instanceof MappingError) return false
    throw error
  }
}

/** Layers that a chip cannot hold: the tensor of their sums, and why. */
function tooLarge(network: Network, config: ChipConfig): (readonly [tensor: string, why: string])[] {
  const lowered = lowerFor(network, config)
  const chip = ShapeChip.of(config)
  try {
    NetworkFamily.of(chip, lowered).shape(chip, lowered)
    return []
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
  }
  const plans = (['repeat', 'level'] as const).flatMap((style) => planUnchecked(chip, lowered, style))
  return plans.flatMap((plan) => {
    const { why } = sizeFault(config, plan) ?? roomFault(config, plan) ?? {}
    return why === undefined ? [] : [[plan.plane.layer.tensor, why] as const]
  })
}

/** Networks by what was asked for; one network goes to many chips. */
const PLACED = new WeakMap<Network, Map<string, Network | undefined>>()

/** The network of some limits; undefined when no layer is left for the chip. */
function placedAs(network: Network, placement: Placement): Network | undefined {
  const known = PLACED.get(network) ?? new Map<string, Network | undefined>()
  PLACED.set(network, known)
  const key = JSON.stringify([placement.levels, placement.wide, ...placement.tooLarge])
  if (!known.has(key)) known.set(key, imported(network, placement))
  return known.get(key)
}

function imported({ source, input }: Network, placement: Placement): Network | undefined {
  try {
    return importGraph(source, input.scale, placement)
  } catch (error) {
    if (error instanceof UnsupportedError || error instanceof OnnxFormatError) return undefined
    throw error
  }
}
