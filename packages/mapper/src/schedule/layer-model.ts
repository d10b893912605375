import { type ChipConfig, chipGeometry, RUN_CYCLES } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import { postCycles } from './post-cycles.js'
import { stripCount } from './strip.js'
import { tileWords } from './tiles.js'

/** SETs in front of a RUN, about; those of its first step, and of others. */
const SETS = 4
/** Instructions beside a load: its address, TAKE and GIVE. */
const LOAD_INSTRUCTIONS = 3

/** Cycles of a layer for some results, each as if nothing else held it up. */
export interface Work {
  /** Of the array, waiting for the post unit included. */
  readonly array: number
  /** Beats of its weights and instructions. */
  readonly stream: number
  /** Cycles in which nothing but weights comes in because RUNs in front of them wait for the queue. */
  readonly waiting: number
  /** Cycles in which nothing but weights comes in that do not stay. */
  readonly late: number
}

/** What a layer takes of the array and of the stream, added up over its row groups. */
export class LayerModel {
  /** Words a pixel, steps, tiles and row groups. */
  words = 0
  steps = 0
  tiles = 0
  /** Cycles for which a window and another pixel are held up, and of draining a strip. */
  heldWindow = 0
  heldPixel = 0
  drain = 0
  /** Beats of all weights and thresholds. */
  weightBeats = 0
  /** Of them those of row groups whose tiles do not stay in the two banks, and what of it comes again with each further strip. */
  againBeats = 0
  againTiles = 0
  /** Words of a weight bank that its tiles take. */
  depth = 0
  /** Fills, one tile each or as many as fit. */
  readonly fills: readonly [loose: number, dense: number]
  readonly partial: boolean
  readonly instructionBeats: number
  readonly #wordBeats: number

  constructor(
    readonly config: ChipConfig,
    readonly plan: LayerPlan,
  ) {
    const { wordBeats, thresholdBeats, instructionBeats } = chipGeometry(config)
    this.#wordBeats = wordBeats
    this.instructionBeats = instructionBeats
    const { plane, rowClasses } = plan
    const {
      axes,
      plane: { padCodes },
    } = plan
    const share = padCodes === undefined ? axes.x.inside * axes.y.inside : 1
    for (const { rows, count, stepPlan } of rowClasses) {
      const { steps, tiles, turns } = stepPlan
      const { inner, last } = postCycles(config, plane, rows)
      let own = 0
      for (const { tile, pairs } of steps) {
        const { taps, groups } = tiles[tile]
        own = pairs.length * groups * taps.x.count * taps.y.count
        this.words += count * own * share
      }
      const ends = turns ? 2 : 1
      let depth = 0
      for (const tile of tiles) depth += tileWords(tile)
      const beats =
        rows * (depth * wordBeats + Math.min(ends, tiles.length) * plane.thresholds.length * thresholdBeats)
      this.steps += count * steps.length
      this.tiles += count * tiles.length
      this.depth += count * depth
      this.weightBeats += count * beats
      if (tiles.length > 2) {
        const again = turns ? (tiles.length - 2) / tiles.length : 1
        this.againBeats += count * beats * again
        this.againTiles += count * tiles.length * again
      }
      this.heldWindow += count * Math.max(0, last - own)
      this.heldPixel += count * Math.max(0, inner - own)
      this.drain += count * (last + RUN_CYCLES.post)
    }
    this.partial = plan.steps > 1
    const slots = (this.tiles * plane.thresholds.length) / Math.max(1, plan.steps)
    const filled = Math.max(this.depth / config.weightDepth, slots / config.paramDepth)
    this.fills = [this.tiles, Math.min(this.tiles, Math.max(1, Math.ceil(filled)))]
  }

  /**
   * Work for a region of some inputs.
   *
   * @param loads - times that all weights come in; 0 when they are there
   * @param kept - what is in the banks at the end of such a region is there at the start of the next
   */
  of(inputs: number, width: number, height: number, dense: boolean, loads: number, kept = false): Work {
    const { config, plan, instructionBeats } = this
    const strips = stripCount(config, plan, { inputs, width, height }, this.partial)
    const windows = inputs * width * height
    const pixels = windows * plan.axes.x.pool * plan.axes.y.pool
    const runs = strips * this.steps
    const array =
      pixels * this.words +
      runs * (RUN_CYCLES.start + RUN_CYCLES.drain + config.popcountStages + SETS) +
      windows * this.heldWindow +
      (pixels - windows) * this.heldPixel +
      strips * this.drain
    const fits = dense && plan.rowGroups.length === 1 && this.depth <= 2 * config.weightDepth
    const again = fits || loads === 0 ? 0 : kept ? strips : loads * (strips - 1)
    const beats = loads * this.weightBeats + again * this.againBeats
    const tiles = loads * this.tiles + again * this.againTiles
    const fills = Math.max(1, (tiles / this.tiles) * this.fills[Number(dense)])
    const waiting = Math.min(1, config.queueDepth / ((1 + SETS) * (runs / fills)))
    // A tile that comes in again does so while the one RUN in front of it works
    const late = Math.max(0, this.weightBeats / this.tiles - array / runs)
    return {
      array,
      stream: beats + instructionBeats * (runs * (1 + SETS) + tiles * LOAD_INSTRUCTIONS),
      waiting: loads * this.weightBeats * (1 - waiting),
      late: again * this.againTiles * late,
    }
  }

  inBeats(pixels: number): number {
    return pixels * this.plan.inWords * this.#wordBeats
  }

  outBeats(pixels: number): number {
    return pixels * this.plan.outWords * this.#wordBeats
  }
}
