import type { ChipConfig } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import { tileWords } from './tiles.js'

/** A tile of one row group and its place in a weight bank. */
export interface PlacedTile {
  readonly plan: LayerPlan
  readonly rowGroup: number
  readonly tile: number
  /** Words a row, from `word` on. */
  readonly words: number
  readonly word: number
  /** Thresholds a row, from `slot` on; 0 unless the row group's last step uses this tile, or its first one where they turn. */
  readonly slots: number
  readonly slot: number
}

/** What is loaded into a weight bank at once. */
export interface Fill {
  readonly tiles: readonly PlacedTile[]
}

/**
 * Packs the tiles of some layers into fills, in the order of their first use.
 *
 * @param dense - put as many tiles into a fill as fit; otherwise one each
 */
export function packFills(config: ChipConfig, plans: readonly LayerPlan[], dense: boolean): Fill[] {
  const fills: PlacedTile[][] = []
  let word = config.weightDepth
  let slot = config.paramDepth
  for (const tile of networkTiles(plans)) {
    const fits = word + tile.words <= config.weightDepth && slot + tile.slots <= config.paramDepth
    if (!dense || !fits || fills.length === 0) {
      fills.push([])
      word = 0
      slot = 0
    }
    fills[fills.length - 1].push({ ...tile, word, slot })
    word += tile.words
    slot += tile.slots
  }
  return fills.map((tiles) => ({ tiles }))
}

function* networkTiles(plans: readonly LayerPlan[]): Generator<PlacedTile> {
  for (const plan of plans) {
    for (const [rowGroup, { stepPlan }] of plan.rowGroups.entries()) {
      const { tiles, steps, turns } = stepPlan
      const ends = [steps[steps.length - 1].tile, turns ? steps[0].tile : -1]
      for (const [tile, shape] of tiles.entries()) {
        const slots = ends.includes(tile) ? plan.plane.thresholds.length : 0
        yield { plan, rowGroup, tile, words: tileWords(shape), word: 0, slots, slot: 0 }
      }
    }
  }
}
