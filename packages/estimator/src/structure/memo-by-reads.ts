import type { ChipConfig, MemoryName } from '@concord/arch'

/** What a function can read of a chip: a field, or the storage cell of one memory. */
interface Read {
  readonly field: keyof ChipConfig
  readonly memory?: MemoryName
}

/** What is known after some reads: what is read next, or the result. */
type Known<T> = Step<T> | { readonly read?: undefined; readonly result: T }

interface Step<T> {
  readonly read: Read
  readonly next: Map<string | number | boolean, Known<T>>
}

/** Results kept of all functions together, some 20 MB; then all start anew. */
const KEPT = 16_384

/** Results kept now, and how often all were forgotten. */
const memory = { kept: 0, age: 0 }

/**
 * Remembers what a function makes of a chip by what alone it reads of it. A function that has read the same values so far reads the
 * same next, so the reads form a tree that is found by watching.
 *
 * @param build - a pure function of the configuration
 */
export function memoByReads<T>(build: (config: ChipConfig) => T): (config: ChipConfig) => T {
  let root: Known<T> | undefined
  let { age } = memory
  return (config) => {
    if (age !== memory.age) [root, age] = [undefined, memory.age]
    let at = root
    while (at?.read !== undefined) at = at.next.get(valueRead(config, at.read))
    if (at !== undefined) return at.result
    const { result, reads } = watch(build, config)
    // While it was watched, it may have asked others, which forgot
    if (memory.kept >= KEPT) [memory.kept, memory.age] = [0, memory.age + 1]
    if (age !== memory.age) [root, age] = [undefined, memory.age]
    memory.kept++
    root = grown(root, config, reads, 0, result)
    return result
  }
}

/** The tree with one more result, which is behind the reads from the `depth`-th on. */
function grown<T>(
  tree: Known<T> | undefined,
  config: ChipConfig,
  reads: readonly Read[],
  depth: number,
  result: T,
): Known<T> {
  const read = reads[depth]
  if (read === undefined) return { result }
  const step =
    tree?.read === undefined ? { read, next: new Map<string | number | boolean, Known<T>>() } : tree
  const value = valueRead(config, read)
  step.next.set(value, grown(step.next.get(value), config, reads, depth + 1, result))
  return step
}

/** Runs the function; `reads` are what it read, in the order of their first reading. */
function watch<T>(build: (config: ChipConfig) => T, config: ChipConfig): { result: T; reads: Read[] } {
  const reads = new Map<string, Read>()
  const memories = new Proxy(config.memories, {
    get(target, memory) {
      reads.set(`memories.${String(memory)}`, { field: 'memories', memory: memory as MemoryName })
      return target[memory as MemoryName]
    },
  })
  // A copy: a proxy of a frozen object may not give other memories than its own
  const watched = new Proxy(
    { ...config },
    {
      get(target, field) {
        if (field === 'memories') return memories
        reads.set(String(field), { field: field as keyof ChipConfig })
        return target[field as keyof ChipConfig]
      },
    },
  )
  return { result: build(watched), reads: [...reads.values()] }
}

function valueRead(config: ChipConfig, { field, memory }: Read): string | number | boolean {
  return memory === undefined ? (config[field] as string | number | boolean) : config.memories[memory]
}
