import type { LayerPlan } from './layer-plan.js'
import { Memo } from './memo.js'
import type { TilePart } from './operation.js'
import type { ShapeChip } from './shape-chip.js'
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
  /** All of its tiles, whole; of a tile that lies in both banks what lies in bank 0. */
  readonly parts: readonly TilePart[]
  /** What lies in bank 1 of such a tile, which has a fill of its own; undefined of others. */
  readonly upperParts?: readonly TilePart[]
}

/** Tiles of a layer: by row group, by tile. */
export type LayerTiles = readonly (readonly PlacedTile[])[]

/**
 * Packs the tiles of some layers into fills, in the order of their first use.
 *
 * @param dense - put as many tiles into a fill as fit; otherwise one each
 * @returns the tiles of each layer
 */
export function packFills(chip: ShapeChip, plans: readonly LayerPlan[], dense: boolean): LayerTiles[] {
  if (!dense) return plans.map((plan) => looseTiles(plan))
  const packings = packed.get(plans) ?? new Memo<LayerTiles[]>()
  packed.set(plans, packings)
  return packings.get(chip, () => {
    const packer = new FillPacker(chip)
    const layers = plans.map((plan) => packLayer(packer, plan))
    return packer.shares ? layers : plans.map((plan) => looseTiles(plan))
  })
}

/** By layers of a pass. */
const packed = new WeakMap<readonly LayerPlan[], Memo<LayerTiles[]>>()

/** Whether packing puts several tiles of some layers into one fill anywhere. */
export function sharesFills(chip: ShapeChip, plans: readonly LayerPlan[]): boolean {
  return packFills(chip, plans, true)[0] !== looseTiles(plans[0])
}

/** Tiles that have a bank each do not depend on the layers beside. */
function looseTiles(plan: LayerPlan): LayerTiles {
  const found = loose.get(plan) ?? packLayer(new FillPacker(undefined), plan)
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
      return shape.lowerWords === undefined
        ? packer.place(plan, rowGroup, tile, tileWords(shape), slots)
        : placeInBoth(plan, rowGroup, tile, { words: tileWords(shape), lower: shape.lowerWords, slots })
    })
  })
}

/** A tile that begins in bank 0 and ends in bank 1. @param lower - words in bank 0, which has the parameters too */
function placeInBoth(
  plan: LayerPlan,
  rowGroup: number,
  tile: number,
  { words, lower, slots }: { readonly words: number; readonly lower: number; readonly slots: number },
): PlacedTile {
  const tiles: PlacedTile[] = []
  const parts: TilePart[] = []
  const upperParts: TilePart[] = []
  const place = { plan, rowGroup, tile, words, word: 0, slots, slot: 0, fill: { tiles, parts, upperParts } }
  tiles.push(place)
  parts.push({ place, words: { first: 0, count: lower }, word: 0, slots })
  upperParts.push({ place, words: { first: lower, count: words - lower }, word: 0, slots: 0 })
  return place
}

class FillPacker {
  /** Some fill holds several tiles. */
  shares = false
  #tiles: PlacedTile[] = []
  #fill: Fill = { tiles: this.#tiles, parts: [] }
  #parts: TilePart[] = []
  #word = 0
  #slot = 0

  /** @param chip - whose banks are filled; undefined: one tile each */
  constructor(readonly chip: ShapeChip | undefined) {}

  place(plan: LayerPlan, rowGroup: number, tile: number, words: number, slots: number): PlacedTile {
    if (this.#tiles.length === 0 || !this.#fits(words, slots)) {
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
    this.#parts.push({ place: placed, words: { first: 0, count: words }, word: this.#word, slots })
    this.#word += words
    this.#slot += slots
    return placed
  }

  #fits(words: number, slots: number): boolean {
    const { chip } = this
    if (chip === undefined || this.#slot + slots > chip.paramDepth) return false
    return chip.holds('weightDepth', this.#word + words)
  }
}
