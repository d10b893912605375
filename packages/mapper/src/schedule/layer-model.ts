import type { LayerPlan } from './layer-plan.js'
import type { ShapeChip } from './shape-chip.js'
import type { StepPlan } from './steps.js'
import { stripCount } from './strip.js'
import { tileWords } from './tiles.js'

/** What a layer does for some results, on every chip that cuts it alike. */
export interface Amounts {
  readonly windows: number
  readonly strips: number
  /** Times that all weights come in, and those that come again with each further strip do. */
  readonly loads: number
  readonly again: number
  readonly runsByFill: number
}

/** Row groups that are alike. */
export interface RowsModel {
  readonly count: number
  readonly rows: number
  readonly steps: number
  /** Words of a pixel in the step that the post unit follows; the most where it is now the one, now another. */
  readonly lastWords: number
  readonly mostWords: number
}

/** A layer as far as a model of its time goes, added up over its row groups. */
export class LayerModel {
  /** Words a pixel, and tiles. */
  words = 0
  tiles = 0
  /** Words and parameters of all weights and thresholds, those of all rows. */
  weightWords = 0
  slots = 0
  /** Of them those of row groups whose tiles do not stay in the two banks, and what of it comes again with each further strip. */
  againWords = 0
  againSlots = 0
  againTiles = 0
  /** Words of a weight bank that its tiles take. */
  depth = 0
  /** Fills, one tile each or as many as fit. */
  readonly fills: readonly [loose: number, dense: number]
  readonly classes: readonly RowsModel[]
  /** RUNs of one strip. */
  readonly runs: number
  /** Weight words that come first, those of all rows. */
  readonly firstWords: number
  /** Pixels of a window. */
  readonly pool: number
  readonly #partial: boolean

  constructor(
    chip: ShapeChip,
    readonly plan: LayerPlan,
  ) {
    const { plane, rowClasses, axes } = plan
    const share = plane.padCodes === undefined ? axes.x.inside * axes.y.inside : 1
    let allSteps = 0
    const classes: RowsModel[] = []
    for (const { rows, count, stepPlan } of rowClasses) {
      const { steps, tiles, turns } = stepPlan
      const words = stepWords(stepPlan)
      for (const own of words) this.words += count * own * share
      const lastWords = words[words.length - 1]
      const mostWords = turns ? Math.max(words[0], lastWords) : lastWords
      classes.push({ count, rows, steps: steps.length, lastWords, mostWords })
      let depth = 0
      for (const tile of tiles) depth += tileWords(tile)
      const ends = turns ? 2 : 1
      const slots = rows * Math.min(ends, tiles.length) * plane.thresholds.length
      allSteps += count * steps.length
      this.tiles += count * tiles.length
      this.depth += count * depth
      this.weightWords += count * rows * depth
      this.slots += count * slots
      if (tiles.length <= 2) continue
      const again = turns ? (tiles.length - 2) / tiles.length : 1
      this.againWords += count * rows * depth * again
      this.againSlots += count * slots * again
      this.againTiles += count * tiles.length * again
    }
    this.classes = classes
    this.runs = allSteps
    const [{ rows, stepPlan }] = plan.rowGroups
    this.firstWords = rows * tileWords(stepPlan.tiles[stepPlan.steps[0].tile])
    this.pool = axes.x.pool * axes.y.pool
    this.#partial = plan.steps > 1
    const slots = (this.tiles * plane.thresholds.length) / Math.max(1, plan.steps)
    const words = chip.holds('weightDepth', this.depth) ? 1 : this.depth / chip.weightDepth
    const filled = Math.max(words, slots / chip.paramDepth)
    this.fills = [this.tiles, Math.min(this.tiles, Math.max(1, Math.ceil(filled)))]
  }

  /**
   * What it does for a region of some inputs.
   *
   * @param loads - times that all weights come in; 0 when they are there
   * @param kept - what is in the banks at the end of such a region is there at the start of the next
   */
  of(
    chip: ShapeChip,
    inputs: number,
    width: number,
    height: number,
    dense: boolean,
    loads: number,
    kept = false,
  ): Amounts {
    const { plan } = this
    const strips = stripCount(chip, plan, { inputs, width, height }, this.#partial)
    const windows = inputs * width * height
    const fits = dense && plan.rowGroups.length === 1 && chip.holds('weightDepth', this.depth / 2)
    const again = fits || loads === 0 ? 0 : kept ? strips : loads * (strips - 1)
    const tiles = loads * this.tiles + again * this.againTiles
    const fills = Math.max(1, (tiles / this.tiles) * this.fills[Number(dense)])
    return { windows, strips, loads, again, runsByFill: (strips * this.runs) / fills }
  }
}

/** Words of a pixel, step by step. */
function stepWords({ steps, tiles }: StepPlan): number[] {
  return steps.map(({ tile, pairs }) => {
    const { taps, groups } = tiles[tile]
    return pairs.length * groups * taps.x.count * taps.y.count
  })
}
