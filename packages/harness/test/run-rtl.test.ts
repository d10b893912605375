import { type ChipConfig, ERROR_CODES, PRESETS, StreamWriter } from '@concord/arch'
import { runStep } from '@concord/sim'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programBytes } from '../src/arbitrary/program-items.js'
import { legalItems } from '../src/arbitrary/scenario.js'
import { lockStep } from '../src/lock-step.js'
import { openRtl, type RtlChip, type RtlEngine } from '../src/rtl/rtl-chip.js'
import { RtlRunError, runRtl } from '../src/run-rtl.js'

const config: ChipConfig = PRESETS.nano
const programs = fc
  .sample(legalItems(config), { numRuns: 4, seed: 6 })
  .map((items) => programBytes(config, items))

describe.each<RtlEngine>(['verilator', 'icarus'])('%s', (engine) => {
  let rtl: RtlChip
  beforeAll(async () => {
    rtl = await openRtl(config, { engine })
  })
  afterAll(() => rtl.close())

  test.each([
    [1, 1],
    [3, 2],
  ])(
    'runs programs as the stepped model does, at intervals %i and %i',
    async (inputInterval, outputInterval) => {
      for (const bytes of programs) {
        await rtl.restart()
        const timing = { inputInterval, outputInterval }
        expect(await runRtl(rtl, bytes, timing)).toEqual(runStep(config, bytes, timing))
      }
    },
  )

  test('reports the error of an illegal program, then runs a legal one', async () => {
    const bytes = new StreamWriter(config)
      .begin()
      .instruction({ op: 'STORE', bank: 0, count: 1 })
      .end()
      .bytes()
    await rtl.restart()
    const result = await runRtl(rtl, bytes)
    expect(result.error?.code).toBe(ERROR_CODES.OWNERSHIP)
    expect(result).toEqual(runStep(config, bytes))
    expect((await runRtl(rtl, programs[0])).error).toBeUndefined()
  })

  test('gives up a program that never ends', async () => {
    const bytes = new StreamWriter(config).begin().bytes()
    // The last flag stands on BEGIN, so nothing but the limit can end a run of no beats at all.
    await expect(runRtl(rtl, bytes.slice(0, 0), { maxCycles: 50 })).rejects.toThrow(RtlRunError)
  })
})

test('lock step compares every port and all memories', async () => {
  const report = await lockStep(config, programs[0], { engines: ['verilator', 'icarus'], inputInterval: 2 })
  expect(report.mismatch).toBeUndefined()
  expect(report.output).toEqual(runStep(config, programs[0], { inputInterval: 2 }).output)
  expect(report.cycles).toBeGreaterThan(runStep(config, programs[0], { inputInterval: 2 }).cycles)
})
