import type { ProgramItem } from './program-items.js'

/**
 * Swaps neighbours of different engines, which changes when the engines get their instructions and nothing else: the order within
 * an engine stays.
 *
 * A TAKE of the compute or the store engine may come before the GIVE it waits for. That GIVE then moves no further back, so the
 * TAKE stands alone in its queue and the GIVE can always follow. A TAKE of the load engine stays behind its GIVE: it stops the stream.
 *
 * @param places - positions to try, each modulo the length, in turn
 */
export function interleave(items: readonly ProgramItem[], places: readonly number[]): ProgramItem[] {
  const mixed = [...items]
  const awaited = new Set<ProgramItem>()
  for (const place of places) {
    const i = place % (mixed.length - 1)
    const [first, second] = [mixed[i], mixed[i + 1]]
    const isHandOver = first.gives !== undefined && first.gives === second.takes
    const ordered =
      first.engine === second.engine ||
      first.engine === 'control' ||
      second.engine === 'control' ||
      awaited.has(first) ||
      (isHandOver && second.engine === 'load')
    if (ordered) continue
    ;[mixed[i], mixed[i + 1]] = [second, first]
    if (isHandOver) awaited.add(first)
  }
  return mixed
}
