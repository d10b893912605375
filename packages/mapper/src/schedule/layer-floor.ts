import { type ChipConfig, chipGeometry, RUN_CYCLES } from '@concord/arch'
import { inputSpan } from './axis.js'
import type { LayerModel } from './layer-model.js'
import { postCycles } from './post-cycles.js'

/** Cycles and beats that a layer takes at least, in whatever way it goes through the chip. */
export interface LayerFloor {
  /** Of the array, for the batch. */
  readonly array: number
  /** Of the stream in: weights and the instructions of RUNs. */
  readonly stream: number
  /** Of its input: all, and what has to be there when the first RUN begins. */
  readonly input: number
  readonly start: number
  /** Of its result: all, and what goes out behind the last RUN. */
  readonly output: number
  readonly tail: number
}

/** Instructions that a pass has at least: of the first load to the first RUN, and behind the last one to its results. */
const START_INSTRUCTIONS = 8
const TAIL_INSTRUCTIONS = 3

/** Columns and lines of a layer's result that are needed. */
export interface Needed {
  readonly columns: number
  readonly lines: number
}

/**
 * Tells what no way goes below: each word is issued, each pixel behind another one waits for the post unit, each row group has a
 * RUN for each of its steps, each weight comes in once.
 */
export function layerFloor(
  config: ChipConfig,
  model: LayerModel,
  batch: number,
  { columns, lines }: Needed,
): LayerFloor {
  const { plan } = model
  const { plane, result, axes, inWords, outWords, rowGroups } = plan
  const { instructionBeats, wordBeats, thresholdBeats } = chipGeometry(config)
  const windows = batch * columns * lines
  const pixels = windows * axes.x.pool * axes.y.pool
  const bare = RUN_CYCLES.start + RUN_CYCLES.drain + config.popcountStages
  // How many taps lie inside is known of the whole map only
  const all = columns === result.width && lines === result.height
  let array = pixels * (all ? model.words : 1)
  for (const { count, rows, mostWords, steps } of model.classes) {
    const { inner, last } = postCycles(config, plane, rows)
    const window = Math.max(0, last - mostWords)
    const held = windows * window + (pixels - windows) * Math.max(0, inner - mostWords)
    array += count * (held + last - window + RUN_CYCLES.post + steps * bare)
  }
  const taken = (across: number, down: number) => {
    const { count } = inputSpan(axes.x, { first: 0, count: across })
    return count * inputSpan(axes.y, { first: 0, count: down }).count * inWords * wordBeats
  }
  const weights = model.weightWords * wordBeats + model.slots * thresholdBeats
  const together = columns * lines === 1 && rowGroups.length === 1 ? outWords : 1
  return {
    array: Math.floor(array),
    stream: weights + model.runs * instructionBeats,
    input: batch * taken(columns, lines),
    start: taken(1, 1) + model.firstWords * wordBeats + START_INSTRUCTIONS * instructionBeats,
    output: windows * outWords * wordBeats,
    tail: together * wordBeats + TAIL_INSTRUCTIONS,
  }
}

/** What a layer takes at least in one style or another. */
export function leastOf(a: LayerFloor, b: LayerFloor): LayerFloor {
  const least = (of: keyof LayerFloor) => Math.min(a[of], b[of])
  return {
    array: least('array'),
    stream: least('stream'),
    input: least('input'),
    start: least('start'),
    output: least('output'),
    tail: least('tail'),
  }
}
