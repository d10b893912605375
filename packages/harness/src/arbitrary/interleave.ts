import type { ProgramItem } from './program-items.js'

/**
 * Swaps neighbours of different engines, which changes when the engines get their instructions and nothing else: the order within
 * an engine stays, and no engine waits for a bank before the instruction that hands it over.
 *
 * @param places - positions to try, each modulo the length, in turn
 */
export function interleave(items: readonly ProgramItem[], places: readonly number[]): ProgramItem[] {
  const mixed = [...items]
  for (const place of places) {
    const i = place % (mixed.length - 1)
    const [first, second] = [mixed[i], mixed[i + 1]]
    const ordered =
      first.engine === second.engine ||
      first.engine === 'control' ||
      second.engine === 'control' ||
      (first.gives !== undefined && first.gives === second.takes)
    if (!ordered) [mixed[i], mixed[i + 1]] = [second, first]
  }
  return mixed
}
