import { RUN_CYCLES } from '@concord/arch'
import type { PlaneLayer } from '../planes/plane-network.js'
import type { PostCycles } from './post-cycles.js'

/** What a RUN does, on every chip that cuts its layer alike: the post unit's width and the pipeline's depth are no part of it. */
export interface RunWork {
  readonly plane: PlaneLayer
  /** Rows used. */
  readonly rows: number
  /** Adds to the sums of the step before. */
  readonly load: boolean
  /** Leaves partial sums; the post unit does not run. */
  readonly save: boolean
  /** Words issued, null words included. */
  readonly words: number
  /** Those of pixels without taps. */
  readonly nullWords: number
  readonly pixels: number
  readonly windows: number
  /**
   * Pixels behind another one, for which the post unit may hold the array up: by number of words of a pixel (w, how many
   * behind the last one of a window, how many behind another one), one triple after the other.
   */
  readonly behind: readonly number[]
}

/** Of which layer's rows a RUN is, and which step of their sums. */
export type RunKind = Pick<RunWork, 'plane' | 'rows' | 'load' | 'save'>

/** Pixels of a RUN along one axis, by the number of taps that lie inside the map. */
export interface TapCounts {
  /** Pixels that begin a window, and others. */
  readonly firsts: Float64Array
  readonly others: Float64Array
  /** Taps of the very first pixel. */
  readonly start: number
}

/** Words a tap. */
export interface TapWords {
  readonly pairs: number
  readonly groups: number
}

/** Counts taps along an axis of `windows` windows of `pool` pixels, of which none lies outside. */
export function allTaps(taps: number, windows: number, pool: number): TapCounts {
  const firsts = new Float64Array(taps + 1)
  const others = new Float64Array(taps + 1)
  firsts[taps] = windows
  others[taps] = windows * (pool - 1)
  return { firsts, others, start: taps }
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

/** Work of a RUN none of whose taps lies outside. @param own - words of a pixel */
export function wholeWork(
  { plane, rows, load, save }: RunKind,
  own: number,
  pixels: number,
  windows: number,
): RunWork {
  const behind = [own, windows - 1, pixels - windows]
  return { plane, rows, load, save, words: pixels * own, nullWords: 0, pixels, windows, behind }
}

/** Work of a RUN over a border. */
export function borderWork(
  { plane, rows, load, save }: RunKind,
  { pairs, groups }: TapWords,
  x: TapCounts,
  y: TapCounts,
): RunWork {
  const behind: number[] = []
  let [words, nullWords, pixels, windows] = [0, 0, 0, 0]
  const wordsOf = (taps: number) => (taps === 0 ? pairs : pairs * groups * taps)
  const add = (own: number, lasts: number, inners: number) => {
    let at = 0
    while (at < behind.length && behind[at] !== own) at += 3
    if (at === behind.length) behind.push(own, 0, 0)
    behind[at + 1] += lasts
    behind[at + 2] += inners
  }
  for (let tx = 0; tx < x.firsts.length; tx++) {
    const across = x.firsts[tx] + x.others[tx]
    if (across === 0) continue
    for (let ty = 0; ty < y.firsts.length; ty++) {
      const lasts = x.firsts[tx] * y.firsts[ty]
      const all = across * (y.firsts[ty] + y.others[ty])
      if (all === 0) continue
      const own = wordsOf(tx * ty)
      add(own, lasts, all - lasts)
      words += all * own
      if (tx * ty === 0) nullWords += all * own
      pixels += all
      windows += lasts
    }
  }
  add(wordsOf(x.start * y.start), -1, 0)
  return { plane, rows, load, save, words, nullWords, pixels, windows, behind }
}

/** Cycles for which the post unit holds a RUN up, draining included (docs/architecture.md §6). @param post - of its rows */
export function heldCycles(
  { save, behind }: RunWork,
  { inner, last }: PostCycles,
  popcountStages: number,
): number {
  const drain = RUN_CYCLES.drain + popcountStages
  if (save) return drain
  let held = drain + last + RUN_CYCLES.post
  for (let i = 0; i < behind.length; i += 3) {
    const own = behind[i]
    if (last > own) held += behind[i + 1] * (last - own)
    if (inner > own) held += behind[i + 2] * (inner - own)
  }
  return held
}

/** From the cycle in which a RUN executes to the one in which the next instruction does. */
export function runCycles({ words }: RunWork, held: number): number {
  return RUN_CYCLES.start + words + held
}
