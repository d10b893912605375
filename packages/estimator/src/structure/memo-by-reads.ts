import type { ChipConfig, MemoryName } from '@concord/arch'
import { areAsAt, lookAt, READS, type ReadValue, valueRead } from './chip-reads.js'

/** What is known after some reads: what is read next, or the result. */
type Known<T> = Step<T> | Answer<T>

interface Step<T> {
  /** One of `READS`. */
  readonly read: number
  readonly next: Map<ReadValue, Known<T>>
}

interface Answer<T> {
  readonly read?: undefined
  readonly result: T
  /** All that was read. */
  readonly reads: readonly number[]
}

/** Results kept of all functions together, some 20 MB; then all start anew. */
const KEPT = 16_384

/** Results kept now, and how often all were forgotten. */
const memory = { kept: 0, age: 0 }

/**
 * Remembers what a function makes of a chip by what alone it reads of it. A function that has read the same values so far reads the
 * same next, so the reads form a tree that is found by watching. Neighbours of an exploration share most values: of a chip that is looked at, what
 * was read last is compared by when it changed.
 *
 * @param build - a pure function of the configuration
 */
export function memoByReads<T>(build: (config: ChipConfig) => T): (config: ChipConfig) => T {
  let root: Known<T> | undefined
  let { age } = memory
  let last: Answer<T> | undefined
  let lastLook = 0
  return (config) => {
    if (age !== memory.age) [root, last, age] = [undefined, undefined, memory.age]
    const look = lookAt(config)
    if (look > 0 && last !== undefined && areAsAt(lastLook, last.reads)) {
      lastLook = look
      return last.result
    }
    let at = root
    while (at?.read !== undefined) at = at.next.get(valueRead(config, at.read))
    if (at === undefined) {
      const { result, reads } = watch(build, config)
      at = { result, reads }
      // While it was watched, it may have asked others, which forgot
      if (memory.kept >= KEPT) [memory.kept, memory.age] = [0, memory.age + 1]
      if (age !== memory.age) [root, age] = [undefined, memory.age]
      memory.kept++
      root = grown(root, config, at, 0)
    }
    if (look > 0) [last, lastLook] = [at, look]
    return at.result
  }
}

/** The tree with one more answer, which is behind its reads from the `depth`-th on. */
function grown<T>(
  tree: Known<T> | undefined,
  config: ChipConfig,
  answer: Answer<T>,
  depth: number,
): Known<T> {
  const read = answer.reads[depth]
  if (read === undefined) return answer
  const step = tree?.read === undefined ? { read, next: new Map<ReadValue, Known<T>>() } : tree
  if (step.read !== read) throw new RangeError('a function has read other values of a chip than before')
  const value = valueRead(config, read)
  step.next.set(value, grown(step.next.get(value), config, answer, depth + 1))
  return step
}

const FIELD_READS = new Map<string | symbol, number>()
const MEMORY_READS = new Map<string | symbol, number>()
for (const [read, { field, memory }] of READS.entries()) {
  if (memory === undefined) FIELD_READS.set(field, read)
  else MEMORY_READS.set(memory, read)
}

/** Runs the function; `reads` are what it read, in the order of their first reading. */
function watch<T>(build: (config: ChipConfig) => T, config: ChipConfig): { result: T; reads: number[] } {
  const reads = new Set<number>()
  const note = (read: number | undefined): void => {
    if (read !== undefined) reads.add(read)
  }
  const memories = new Proxy(config.memories, {
    get(target, name) {
      note(MEMORY_READS.get(name))
      return target[name as MemoryName]
    },
  })
  // Not a proxy of the chip itself, whose fields may be frozen; nor of a copy: of a chip that is watched already, that would read everything
  const watched = new Proxy({} as ChipConfig, {
    get(_, name) {
      if (name === 'memories') return memories
      note(FIELD_READS.get(name))
      return config[name as keyof ChipConfig]
    },
    has: (_, name) => name in config,
    ownKeys: () => Reflect.ownKeys(config),
    getOwnPropertyDescriptor: (_, name) => {
      const field = Reflect.getOwnPropertyDescriptor(config, name)
      return field && { ...field, configurable: true }
    },
  })
  return { result: build(watched), reads: [...reads] }
}
