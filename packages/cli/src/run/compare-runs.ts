import { COUNTER_NAMES, type Counters } from '@concord/arch'
import type { Mismatch } from '@concord/harness'
import type { FastRun, RunResult } from '@concord/sim'

/** A run with what it leaves in the memories. */
export type Run = FastRun & Pick<RunResult, 'memories'>

/** First way in which a run differs from the expected one: cycles, counters, output, memories; undefined when it does not. */
export function compareRuns(expected: Run, got: Run): Omit<Mismatch, 'engine'> | undefined {
  const list = ({ cycles, counters }: { cycles: number; counters: Counters }) => [
    ['cycles', cycles] as const,
    ...COUNTER_NAMES.map((name) => [`counter ${name}`, counters[name]] as const),
  ]
  const other = new Map(list(got))
  for (const [signal, value] of list(expected)) {
    if (other.get(signal) !== value) return { signal, expected: value, got: other.get(signal)! }
  }
  const same = Buffer.compare(expected.output, got.output) === 0
  if (!same) return { signal: 'output', expected: hex(expected.output), got: hex(got.output) }
  return sameMemories(expected, got) ? undefined : { signal: 'memories', expected: 'equal', got: 'different' }
}

function sameMemories({ memories: a }: Run, { memories: b }: Run): boolean {
  const flat = ({ act, wide, weights, thresholds, acc, accValid }: RunResult['memories']) => [
    ...act,
    ...weights,
    ...thresholds,
    acc,
    accValid,
    wide,
  ]
  const other = flat(b)
  return flat(a).every((memory, i) => memory.every((value, at) => value === other[i][at]))
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').slice(0, 64)
}
