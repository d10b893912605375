import { expect, test } from 'vitest'
import { describeCampaign, drawChips, runCampaign } from '../src/check/campaign.js'

/** Draws chips without a wide bank, with one, and with one that RUNs work on. */
const SEED = 23

test('step, fast path, Verilator and Icarus agree in every cycle on random chips and programs', async () => {
  const chips = drawChips(4, SEED)
  const result = await runCampaign({ chips, runs: 60, seed: SEED, engines: ['verilator', 'icarus'] })
  expect(result.failures, describeCampaign(result)).toEqual([])
  expect(result.cycles).toBeGreaterThan(20_000)
})

test('the bodies with latches and clock gates behave like the generic ones', async () => {
  const chips = drawChips(8, SEED)
    .filter(({ vector }) => vector)
    .slice(0, 1)
  const options = { chips, runs: 8, seed: SEED, style: 'latch' } as const
  const result = await runCampaign({ ...options, engines: ['verilator', 'icarus'] })
  expect(result.failures, describeCampaign(result)).toEqual([])
})

test('chips drawn are the same for the same seed, and all differ', () => {
  const chips = drawChips(50, 5)
  expect(chips).toEqual(drawChips(50, 5))
  expect(new Set(chips.map((chip) => JSON.stringify({ ...chip, name: '' }))).size).toBe(50)
  expect(chips.some(({ rows, lanes }) => rows < lanes)).toBe(true)
  expect(chips.some(({ rows, lanes }) => rows > lanes)).toBe(true)
  for (const streamBits of [8, 16, 32, 64])
    expect(chips.some((chip) => chip.streamBits === streamBits)).toBe(true)
  expect(chips.some(({ residualWords }) => residualWords === 0)).toBe(true)
  expect(chips.some(({ residualWords, vector }) => residualWords > 0 && !vector)).toBe(true)
  expect(chips.some(({ vector }) => vector)).toBe(true)
  for (const stages of [0, 1, 2]) expect(chips.some((chip) => chip.popcountStages === stages)).toBe(true)
})
