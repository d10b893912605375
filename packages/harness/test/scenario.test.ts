import { COUNTER_NAMES, ERROR_NAMES, PRESETS, unpackErrorRegister, WISHBONE } from '@concord/arch'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scenarios } from '../src/arbitrary/scenario.js'
import { drawChips } from '../src/check/campaign.js'
import { type Recording, recordScenario } from '../src/check/recording.js'
import { RECORD_WORDS } from '../src/rtl/ports.js'

const WB_WE = 1 << 6
const WB_ACK = 1 << 2

/** Answers to all reads of a Wishbone address in a recording. */
function readsOf({ cycles, inputs, outputs }: Recording, address: number): number[] {
  const ins = new Uint32Array(inputs.buffer, 0, cycles * RECORD_WORDS)
  const outs = new Uint32Array(outputs.buffer, 0, cycles * RECORD_WORDS)
  const found: number[] = []
  for (let at = 0; at < ins.length; at += RECORD_WORDS) {
    if (outs[at] & WB_ACK && !(ins[at] & WB_WE) && ins[at] >>> 16 === address) found.push(outs[at + 1])
  }
  return found
}

test('random programs reach every error code and every counter, and legal ones end well', () => {
  const codes = new Set<number>()
  const counters = new Set<number>()

  for (const config of [PRESETS.nano, ...drawChips(3, 9)]) {
    for (const scenario of fc.sample(scenarios(config), { numRuns: 80, seed: 2 })) {
      const recording = recordScenario(config, scenario)
      expect(recording.complaints).toEqual([])
      for (const value of readsOf(recording, WISHBONE.error)) codes.add(unpackErrorRegister(value).code)
      COUNTER_NAMES.forEach((_, i) => {
        if (readsOf(recording, WISHBONE.counter0 + 4 * i).some((value) => value > 0)) counters.add(i)
      })
    }
  }

  expect([...codes].sort((a, b) => a - b).map((code) => ERROR_NAMES[code])).toEqual(ERROR_NAMES)
  expect(COUNTER_NAMES.filter((_, i) => !counters.has(i))).toEqual([])
})

test('the same scenario gives the same recording', () => {
  const [scenario] = fc.sample(scenarios(PRESETS.nano), { numRuns: 1, seed: 4 })
  expect(recordScenario(PRESETS.nano, scenario)).toEqual(recordScenario(PRESETS.nano, scenario))
})
