import { COUNTER_NAMES, type Counters } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { compareRuns, type Run } from '../../src/run/compare-runs.js'

const counters = Object.fromEntries(COUNTER_NAMES.map((name, i) => [name, i + 10])) as Counters
const memories = {
  act: [Uint8Array.of(1, 2), Uint8Array.of(3, 4)],
  wide: Int16Array.of(9),
  weights: [Uint8Array.of(5)],
  thresholds: [Int32Array.of(6)],
  acc: Int32Array.of(7, 8),
  accValid: Int32Array.of(10),
}
const run: Run = { output: Uint8Array.of(1, 2, 3), cycles: 99, counters, memories }

describe('compareRuns', () => {
  it('finds equal runs equal', () => {
    expect(compareRuns(run, structuredClone(run))).toBeUndefined()
  })

  it('finds every difference', () => {
    const differences: [Partial<Run>, string][] = [
      [{ cycles: 98 }, 'cycles'],
      [{ counters: { ...counters, storeIdle: 0 } }, 'counter storeIdle'],
      [{ output: Uint8Array.of(1, 2, 4) }, 'output'],
      [{ output: Uint8Array.of(1, 2) }, 'output'],
      [{ memories: { ...memories, act: [memories.act[0], Uint8Array.of(3, 0)] } }, 'memories'],
      [{ memories: { ...memories, acc: Int32Array.of(7, 9) } }, 'memories'],
      [{ memories: { ...memories, accValid: Int32Array.of(11) } }, 'memories'],
    ]
    for (const [change, signal] of differences) {
      expect(compareRuns(run, { ...run, ...change })).toMatchObject({ signal })
    }
  })
})
