import fc from 'fast-check'
import { test } from 'vitest'
import { scenarios } from '../src/arbitrary/scenario.js'
import { drawChips } from '../src/check/campaign.js'
import { replay } from '../src/check/check-scenario.js'
import { recordScenario } from '../src/check/recording.js'
import { openRtl } from '../src/rtl/rtl-chip.js'

const N = Number(process.env.N ?? 6),
  S = Number(process.env.S ?? 1),
  R = Number(process.env.R ?? 30)
test('rtl', async () => {
  for (const config of drawChips(N, S)) {
    console.log(JSON.stringify(config))
    for (const engine of (process.env.E ?? 'verilator,icarus').split(',') as any) {
      const rtl = await openRtl(config, { engine, style: process.env.STYLE as any })
      let cycles = 0,
        bad = 0
      const t2 = Date.now()
      for (const s of fc.sample(scenarios(config), { numRuns: R, seed: 1 })) {
        const rec = recordScenario(config, { ...s, memorySeed: 0 })
        const t = Date.now()
        const r = await replay(rtl, rec)
        if (process.env.V) console.log(engine, rec.cycles, Date.now() - t, r)
        cycles += rec.cycles
        if (r) {
          bad++
          if (bad < 4) console.log(r)
        }
      }
      console.log(
        engine,
        config.rows,
        config.lanes,
        config.streamBits,
        'run',
        Date.now() - t2,
        'cycles',
        cycles,
        'bad',
        bad,
      )
      await rtl.close()
    }
  }
}, 1000000)
