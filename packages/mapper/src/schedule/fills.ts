import type { ChipConfig } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import type { TilePart } from './operation.js'
import { tileWords } from './tiles.js'

/** A tile of one row group and its place in a weight bank. */
export interface PlacedTile {
  readonly plan: LayerPlan
  readonly rowGroup: number
  readonly tile: number
  /** Words a row, from `word` on. */
  readonly words: number
  readonly word: number
  /** Parameters a row, from `slot` on; 0 unless the row group's last step uses this tile, or its first one where they turn. */
  readonly slots: number
  readonly slot: number
  readonly fill: Fill
}

/** What is loaded into a weight bank at once. */
export interface Fill {
  readonly tiles: readonly PlacedTile[]
  /** All of its tiles, whole. */
  readonly parts: readonly TilePart[]
}

/** Tiles of a layer: by row group, by tile. */
export type LayerTiles = readonly (readonly PlacedTile[])[]

/**
 * Packs the tiles of some layers into fills, in the order of their first use.
 *
 * @param dense - put as many tiles into a fill as fit; otherwise one each
 * @returns the tiles of each layer
 */
export function packFills(config: ChipConfig, plans: readonly LayerPlan[], dense: boolean): LayerTiles[] {
  if (!dense) return plans.map((plan) => looseTiles(config, plan))
  const packings = packed.get(plans[0]) ?? new Map<number, LayerTiles[]>()
  packed.set(plans[0], packings)
  const found = packings.get(plans.length) ?? packDense(config, plans)
  packings.set(plans.length, found)
  return found
}

/** By first layer of a pass and number of layers. */
const packed = new WeakMap<LayerPlan, Map<number, LayerTiles[]>>()

function packDense(config: ChipConfig, plans: readonly LayerPlan[]): LayerTiles[] {
  const packer = new FillPacker(config, true)
  const layers = plans.map((plan) => packLayer(packer, plan))
  return packer.shares ? layers : plans.map((plan) => looseTiles(config, plan))
}

/** Whether packing puts several tiles of some layers into one fill anywhere. */
export function sharesFills(config: ChipConfig, plans: readonly LayerPlan[]): boolean {
  return packFills(config, plans, true)[0] !== looseTiles(config, plans[0])
}

/** Tiles that have a bank each do not depend on the layers beside. */
function looseTiles(config: ChipConfig, plan: LayerPlan): LayerTiles {
  const found = loose.get(plan) ?? packLayer(new FillPacker(config, false), plan)
  loose.set(plan, found)
  return found
}

const loose = new WeakMap<LayerPlan, LayerTiles>()

function packLayer(packer: FillPacker, plan: LayerPlan): LayerTiles {
  return (plan.inlined ? [] : plan.rowGroups).map(({ stepPlan: { tiles, steps, turns } }, rowGroup) => {
    const last = steps[steps.length - 1].tile
    const first = turns ? steps[0].tile : -1
    const parameters = plan.plane.parameters.length
    return tiles.map((shape, tile) => {
      const slots = tile === last || tile === first ? parameters : 0
      return packer.place(plan, rowGroup, tile, tileWords(shape), slots)
    })
  })
}

class FillPacker {
  /** Some fill holds several tiles. */
  shares = false
  #tiles: PlacedTile[] = []
  #fill: Fill = { tiles: this.#tiles, parts: [] }
  #parts: TilePart[] = []
  #word: number
  #slot: number

  constructor(
    readonly config: ChipConfig,
    readonly dense: boolean,
  ) {
    this.#word = config.weightDepth
    this.#slot = config.paramDepth
  }

  place(plan: LayerPlan, rowGroup: number, tile: number, words: number, slots: number): PlacedTile {
    const { weightDepth, paramDepth } = this.config
    const fits = this.#word + words <= weightDepth && this.#slot + slots <= paramDepth
    if (!this.dense || !fits || this.#tiles.length === 0) {
      this.#tiles = []
      this.#parts = []
      this.#fill = { tiles: this.#tiles, parts: this.#parts }
      this.#word = 0
      this.#slot = 0
    } else this.shares = true
    const fill = this.#fill
    const placed: PlacedTile = {
      plan,
      rowGroup,
      tile,
      words,
      word: this.#word,
      slots,
      slot: this.#slot,
      fill,
    }
    this.#tiles.push(placed)
    this.#parts.push({ place: placed, words: { first: 0, count: words }, slots })
    this.#word += words
    this.#slot += slots
    return placed
  }
}
