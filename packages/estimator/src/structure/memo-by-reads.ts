import type { ChipConfig } from '@concord/arch'

type Field = keyof ChipConfig

/** What is known after some fields were read: the result, or which field is read next. */
interface Step<T> {
  readonly field: Field
  readonly next: Map<string | number | boolean, Step<T> | { readonly result: T }>
}

/** Results kept of one function; then it starts anew. */
const KEPT = 4096

/**
 * Remembers what a function makes of a chip by those fields alone that it reads. A function that has read the same values so far reads the
 * same field next, so the fields form a tree that is found by watching.
 *
 * @param build - a pure function of the configuration
 */
export function memoByReads<T>(build: (config: ChipConfig) => T): (config: ChipConfig) => T {
  let root: Step<T> | undefined
  let kept = 0
  return (config) => {
    let step = root
    while (step !== undefined) {
      const found = step.next.get(keyOf(config, step.field))
      if (found === undefined) break
      if ('result' in found) return found.result
      step = found
    }
    const { result, reads } = watch(build, config)
    if (reads.length === 0) return result
    if (kept++ >= KEPT) [root, kept] = [undefined, 1]
    root ??= { field: reads[0]!, next: new Map() }
    let at = root
    reads.forEach((field, i) => {
      const key = keyOf(config, field)
      const following = reads[i + 1]
      if (following === undefined) at.next.set(key, { result })
      else {
        const next = at.next.get(key) ?? { field: following, next: new Map() }
        at.next.set(key, next)
        at = next as Step<T>
      }
    })
    return result
  }
}

/** Runs the function; `reads` are the fields it read, in the order of their first reading. */
function watch<T>(build: (config: ChipConfig) => T, config: ChipConfig): { result: T; reads: Field[] } {
  const reads = new Set<Field>()
  const watched = new Proxy(config, {
    get(target, field) {
      reads.add(field as Field)
      return target[field as Field]
    },
  })
  return { result: build(watched), reads: [...reads] }
}

function keyOf(config: ChipConfig, field: Field): string | number | boolean {
  const value = config[field]
  return typeof value === 'object' ? Object.values(value).join() : value
}
