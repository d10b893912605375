import { type ChipConfig, chipGeometry, RUN_CYCLES } from '@concord/arch'
import type { Amounts, LayerModel } from './layer-model.js'
import { postCycles } from './post-cycles.js'

/** SETs in front of a RUN, about; those of its first step, and of others. */
const SETS = 4
/** Instructions beside a load: its address, TAKE and GIVE. */
const LOAD_INSTRUCTIONS = 3

/** Cycles of a layer for some results, each as if nothing else held it up. */
export class Work {
  /** Of the array, waiting for the post unit included. */
  array = 0
  /** Beats of its weights and instructions. */
  stream = 0
  /** Cycles in which nothing but weights comes in because RUNs in front of them wait for the queue. */
  waiting = 0
  /** Cycles in which nothing but weights comes in that do not stay. */
  late = 0
}

/** How long chips of one pace take for what a layer does. */
export class LayerTimes {
  /** Beats of all weights and thresholds, and of those that come again with each further strip. */
  readonly weightBeats: number
  readonly #againBeats: number
  readonly #wordBeats: number
  readonly #instructionBeats: number
  /** Cycles for which a window and another pixel are held up, of draining a strip, and of starting and draining a RUN. */
  #heldWindow = 0
  #heldPixel = 0
  #drain = 0
  readonly #run: number

  constructor(
    config: ChipConfig,
    readonly model: LayerModel,
  ) {
    const { wordBeats, thresholdBeats, instructionBeats } = chipGeometry(config)
    this.#wordBeats = wordBeats
    this.#instructionBeats = instructionBeats
    this.weightBeats = model.weightWords * wordBeats + model.slots * thresholdBeats
    this.#againBeats = model.againWords * wordBeats + model.againSlots * thresholdBeats
    this.#run = RUN_CYCLES.start + RUN_CYCLES.drain + config.popcountStages + SETS
    for (const { count, rows, lastWords } of model.classes) {
      const { inner, last } = postCycles(config, model.plan.plane, rows)
      this.#heldWindow += count * Math.max(0, last - lastWords)
      this.#heldPixel += count * Math.max(0, inner - lastWords)
      this.#drain += count * (last + RUN_CYCLES.post)
    }
  }

  /** @param work - filled and returned: a search asks millions of times */
  work({ windows, strips, loads, again, runsByFill }: Amounts, queueDepth: number, work: Work): Work {
    const { model, weightBeats } = this
    const pixels = windows * model.pool
    const inner = pixels - windows
    const runs = strips * model.runs
    const tiles = loads * model.tiles + again * model.againTiles
    const array =
      pixels * model.words +
      runs * this.#run +
      windows * this.#heldWindow +
      inner * this.#heldPixel +
      strips * this.#drain
    const beats = loads * weightBeats + again * this.#againBeats
    const waiting = Math.min(1, queueDepth / ((1 + SETS) * runsByFill))
    // A tile that comes in again does so while the one RUN in front of it works
    const late = Math.max(0, weightBeats / model.tiles - array / runs)
    work.array = array
    work.stream = beats + this.#instructionBeats * (runs * (1 + SETS) + tiles * LOAD_INSTRUCTIONS)
    work.waiting = loads * weightBeats * (1 - waiting)
    work.late = again * model.againTiles * late
    return work
  }

  /** Beats of words of an input or of a result. */
  wordBeats(words: number): number {
    return words * this.#wordBeats
  }
}
