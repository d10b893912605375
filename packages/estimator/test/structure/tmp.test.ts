import { PRESETS } from '@concord/arch'
import { expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { compareChip } from '../../src/synthesis/compare-structure.js'
import { readRtl } from '../../src/synthesis/read-rtl.js'
it('x', async () => {
  const rtl = readRtl(fileURLToPath(new URL('../../../../rtl', import.meta.url)))
  for (const r of await compareChip(rtl, PRESETS[process.env.P as 'nano'])) console.log(r.module, JSON.stringify(r.model), JSON.stringify(r.yosys), r.model.flops === r.yosys.flops && r.model.latches===r.yosys.latches ? '': 'XXX')
}, 600000)
