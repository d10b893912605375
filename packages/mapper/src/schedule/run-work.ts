import { type ChipConfig, RUN_CYCLES } from '@concord/arch'
import type { PostCycles } from './post-cycles.js'

/** How long a RUN takes (docs/architecture.md §6). */
export interface RunWork {
  /** Words issued, null words included. */
  readonly words: number
  /** Cycles in which the post unit holds the array up, draining included. */
  readonly held: number
  /** From the cycle in which it executes to the one in which the next instruction does. */
  readonly cycles: number
  readonly pixels: number
  readonly windows: number
}

/** Pixels of a RUN along one axis, by the number of taps that lie inside the map. */
export interface TapCounts {
  /** Pixels that begin a window, and others. */
  readonly firsts: Float64Array
  readonly others: Float64Array
  /** Taps of the very first pixel. */
  readonly start: number
}

/** What a RUN's time depends on besides its taps. */
export interface RunShape {
  readonly pairs: number
  readonly groups: number
  /** Cycles of the post unit; undefined when sums are saved. */
  readonly post: PostCycles | undefined
}

const SAVED: PostCycles = { inner: 0, last: 0 }

/** Counts taps along an axis of `windows` windows of `pool` pixels, of which none lies outside. */
export function allTaps(taps: number, windows: number, pool: number): TapCounts {
  const firsts = new Float64Array(taps + 1)
  const others = new Float64Array(taps + 1)
  firsts[taps] = windows
  others[taps] = windows * (pool - 1)
  return { firsts, others, start: taps }
}

/** Time of a RUN none of whose taps lies outside. */
export function wholeWork(
  config: ChipConfig,
  { pairs, groups, post }: RunShape,
  taps: number,
  pixels: number,
  windows: number,
): RunWork {
  const own = pairs * groups * taps
  const { inner, last } = post ?? SAVED
  const held = (windows - 1) * Math.max(0, last - own) + (pixels - windows) * Math.max(0, inner - own)
  return finish(config, { words: pixels * own, held, pixels, windows }, post)
}

/** Counts taps along an axis with a border: coordinates start at `origin`, in a map of `size`. */
export function innerTaps(
  axis: { readonly origin: number; readonly size: number; readonly taps: number; readonly dilation: number },
  windows: { readonly count: number; readonly step: number },
  pool: { readonly count: number; readonly step: number },
): TapCounts {
  const { origin, size, taps, dilation } = axis
  const firsts = new Float64Array(taps + 1)
  const others = new Float64Array(taps + 1)
  const inside = (x: number) => {
    const room = size - 1 - x
    if (room < 0) return 0
    const low = Math.ceil(Math.max(0, -x) / dilation)
    return Math.max(0, Math.min(taps - 1, Math.floor(room / dilation)) - low + 1)
  }
  for (let w = 0; w < windows.count; w++) {
    for (let p = 0; p < pool.count; p++) {
      const counts = p === 0 ? firsts : others
      counts[inside(origin + w * windows.step + p * pool.step)]++
    }
  }
  return { firsts, others, start: inside(origin) }
}

/** Time of a RUN: the sum over its pixels of the larger of its words and the post unit's time for the pixel before. */
export function runWork(config: ChipConfig, shape: RunShape, x: TapCounts, y: TapCounts): RunWork {
  const { pairs, groups, post } = shape
  const { inner, last } = post ?? SAVED
  let [words, held, pixels, windows] = [0, 0, 0, 0]
  const add = (count: number, taps: number, before: number) => {
    const own = taps === 0 ? pairs : pairs * groups * taps
    words += count * own
    if (before > own) held += count * (before - own)
  }
  for (let tx = 0; tx < x.firsts.length; tx++) {
    const across = x.firsts[tx] + x.others[tx]
    if (across === 0) continue
    for (let ty = 0; ty < y.firsts.length; ty++) {
      const both = x.firsts[tx] * y.firsts[ty]
      const all = across * (y.firsts[ty] + y.others[ty])
      add(both, tx * ty, last)
      add(all - both, tx * ty, inner)
      pixels += all
      windows += both
    }
  }
  add(-1, x.start * y.start, last)
  add(1, x.start * y.start, 0)
  return finish(config, { words, held, pixels, windows }, post)
}

/** Adds what starting and draining take. */
function finish(
  config: ChipConfig,
  { words, held, pixels, windows }: Omit<RunWork, 'cycles'>,
  post: PostCycles | undefined,
): RunWork {
  const drain = RUN_CYCLES.drain + config.popcountStages + (post ? post.last + RUN_CYCLES.post : 0)
  return { words, held: held + drain, cycles: RUN_CYCLES.start + words + held + drain, pixels, windows }
}
