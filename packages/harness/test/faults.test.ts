import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawChips, runCampaign } from '../src/check/campaign.js'
import { describeFailure } from '../src/check/failure.js'
import { faultyRtl, killFault } from '../src/check/kill.js'
import { loadRegression } from '../src/check/regression.js'
import { FAULTS } from '../src/faults/faults.js'
import { RTL_DIRECTORY } from '../src/paths.js'

test('there are at least ten faults, and each fits the RTL at exactly one place', async () => {
  expect(FAULTS.length).toBeGreaterThanOrEqual(10)
  for (const { name, file, find } of FAULTS) {
    const text = await readFile(join(RTL_DIRECTORY, file), 'utf8')
    expect([name, text.split(find).length - 1]).toEqual([name, 1])
  }
})

test('a fault in the RTL is caught, with cycle and port', async () => {
  const fault = FAULTS.find(({ name }) => name.startsWith('compute engine: the drain'))!
  const kill = await killFault(fault, { seed: 1, chips: 2, runs: 20 })
  expect(kill?.mismatch).toMatchObject({
    engine: 'verilator',
    cycle: expect.any(Number),
    signal: expect.any(String),
  })
})

test('a failure is made small and kept, with waveform, and told in full', async () => {
  const rtlDirectory = await faultyRtl(FAULTS.find(({ name }) => name.startsWith('store engine'))!)
  const regressionDirectory = await mkdtemp(join(tmpdir(), 'concord-regressions-'))
  try {
    const campaign = { chips: drawChips(1, 20), runs: 40, seed: 1, engines: ['verilator'] } as const
    const { failures } = await runCampaign({ ...campaign, rtlDirectory, regressionDirectory })
    const [failure] = failures
    const { scenario, mismatch } = await loadRegression(failure.regressionFile!)
    expect(scenario).toEqual(failure.scenario)
    expect(mismatch).toEqual(failure.mismatch)
    // STORE of two words in one program and little around it.
    expect(scenario.episodes.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(400)
    expect(await readFile(failure.waveform!, 'utf8')).toContain('$var')
    const text = describeFailure(failure)
    for (const part of ['verilator', 'cycle', 'expected', 'seed', 'path', '"rows"', failure.waveform!]) {
      expect(text).toContain(part)
    }
  } finally {
    await Promise.all([rtlDirectory, regressionDirectory].map((path) => rm(path, { recursive: true })))
  }
})
