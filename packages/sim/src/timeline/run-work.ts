import { type ChipConfig, RUN_CYCLES } from '@concord/arch'
import { countOnes } from '../step/bits.js'
import type { ComputeRegisters } from '../step/compute-registers.js'
import { laneOperations } from '../step/lane-operations.js'
import { LaneQuantise, PostRaw } from '../step/package.js'
import type { Axis } from './axis.js'

/** How long one RUN takes. */
export interface RunWork {
  /** Words issued, null words included: the cycles counted as `computeBusy`. */
  readonly words: number
  /** Those that carry no operands. */
  readonly nullWords: number
  /** Cycles counted as `computeWaitPost`: last words held back, and StDrain. */
  readonly waitPost: number
  /** From the cycle in which the RUN executes to the one in which the next instruction executes. */
  readonly cycles: number
}

/**
 * Time of a RUN (docs/architecture.md §6) without visiting its pixels: with W words a pixel and D cycles of post unit after it,
 * the sum over the pixels p of max(W(p), D(p - 1)). W depends on the product of the taps inside in x and in y, D only on
 * whether the pixel ends its window, so the pixels are counted by these.
 */
export function runWork(
  config: ChipConfig,
  registers: ComputeRegisters,
  pairs: number,
  save: boolean,
  wideSource: boolean,
  x: Axis,
  y: Axis,
): RunWork {
  const { kw, kh, groups, pad, pw, ph, ww, wh } = registers
  const { inner, last } = laneOperations(registers)
  const compare = save ? 0 : stepCycles(config, registers, inner)
  const post = save ? 0 : stepCycles(config, registers, last) + writeCycles(config, registers)
  const windows = ww * wh
  const pixels = windows * pw * ph

  let words = 0
  let nullWords = 0
  let held = 0
  const addPixels = (count: number, taps: number, before: number) => {
    const pixelWords = taps === 0 ? pairs : pairs * groups * taps
    words += count * pixelWords
    if (taps === 0) nullWords += count * pixelWords
    if (before > pixelWords) held += count * (before - pixelWords)
  }

  if (wideSource) {
    addPixels(windows, 1, post)
    addPixels(pixels - windows, 1, compare)
    addPixels(-1, 1, post)
    addPixels(1, 1, 0)
    nullWords = words
  } else if (pad) {
    addPixels(windows, kw * kh, post)
    addPixels(pixels - windows, kw * kh, compare)
    addPixels(-1, kw * kh, post)
    addPixels(1, kw * kh, 0)
  } else {
    for (let inX = 0; inX <= kw; inX++) {
      const firstX = x.firstByTaps[inX]!
      const laterX = x.laterByTaps[inX]!
      if (firstX + laterX === 0) continue
      for (let inY = 0; inY <= kh; inY++) {
        const firstY = y.firstByTaps[inY]!
        const all = (firstX + laterX) * (firstY + y.laterByTaps[inY]!)
        addPixels(firstX * firstY, inX * inY, post)
        addPixels(all - firstX * firstY, inX * inY, compare)
      }
    }
    // Nothing is drained before the first pixel
    const first = countOnes(x.masks[0]!) * countOnes(y.masks[0]!)
    addPixels(-1, first, post)
    addPixels(1, first, 0)
  }

  const drain = RUN_CYCLES.drain + config.popcountStages + (save ? 0 : RUN_CYCLES.post + post)
  return { words, nullWords, waitPost: held + drain, cycles: RUN_CYCLES.start + words + held + drain }
}

/** Cycles of the steps of a pixel; @param operations - lane operations of a step */
function stepCycles({ postLanes }: ChipConfig, r: ComputeRegisters, operations: number): number {
  if (r.mode === PostRaw) return 0
  const quantises = ((operations >>> LaneQuantise) & 1) === 1
  const single = countOnes(operations) - Number(quantises)
  return (single + (quantises ? Math.max(1, r.thresholds) : 0)) * Math.ceil(r.rows / postLanes)
}

function writeCycles(config: ChipConfig, { planes, rows }: ComputeRegisters): number {
  return planes * Math.ceil(rows / Math.min(config.rows, config.lanes))
}
