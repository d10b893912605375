import { PRESETS } from '@concord/arch'
import type { CollectedRun } from '@concord/flow'
import { describe, expect, it } from 'vitest'
import { makeDatasheet } from '../../src/datasheet/datasheet.js'

const none = { internalW: 0, switchingW: 0, leakageW: 0, totalW: 0 }
const layout: CollectedRun = {
  runFolder: 'runs/one',
  steps: [],
  views: ['gds'],
  figures: {
    ...{ dieAreaUm2: 455_000, cellAreaUm2: 280_487, utilisation: 0.65, checks: {} },
    corners: [
      { corner: 'nom_tt_025C_1v80', setupSlackNs: 6.5, holdSlackNs: 0.12 },
      { corner: 'max_ss_100C_1v60', setupSlackNs: -1.25 },
    ],
  },
  power: { corner: 'nom_tt_025C_1v80', file: 'power.rpt', groups: {}, total: { ...none, totalW: 2.5e-3 } },
}

describe('a datasheet of a chip that has been hardened', () => {
  const text = makeDatasheet(PRESETS.nano, { layout }).text(({ name }) => name)

  it('shows what was measured beside what was estimated', () => {
    expect(text).toContain('| cells | 280,487 µm² |')
    expect(text).toContain('| utilisation | 65.0 % |')
    expect(text).toContain('Estimated: ')
    expect(text).toContain('2.5 mW in nom_tt_025C_1v80')
  })

  it('has the slack of every corner, and says where there is no path', () => {
    expect(text).toContain('| nom_tt_025C_1v80 | 6.5 | 0.12 |')
    expect(text).toContain('| max_ss_100C_1v60 | -1.25 | no path |')
  })
})
