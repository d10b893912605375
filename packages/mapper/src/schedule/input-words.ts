import type { ChipConfig } from '@concord/arch'

/** Input channels that lie in one activation word. */
export interface InputWord {
  readonly first: number
  readonly channels: number
}

/**
 * Words of one plane of an input pixel: those of each joined part one after the other, the last of a part filled up.
 *
 * @param parts - channels of each part
 */
export function inputWords({ lanes }: ChipConfig, parts: readonly number[]): InputWord[] {
  const words: InputWord[] = []
  let first = 0
  for (const part of parts) {
    for (let at = 0; at < part; at += lanes) {
      words.push({ first: first + at, channels: Math.min(lanes, part - at) })
    }
    first += part
  }
  return words
}

/** Runs of words in which only the last one may have unused lanes: what a RUN can read at once. */
export function wordRuns(
  { lanes }: ChipConfig,
  words: readonly InputWord[],
): { readonly first: number; readonly count: number }[] {
  const runs: { first: number; count: number }[] = []
  let first = 0
  for (const [i, { channels }] of words.entries()) {
    if (channels === lanes && i < words.length - 1) continue
    runs.push({ first, count: i + 1 - first })
    first = i + 1
  }
  return runs
}
