import { describe, expect, it } from 'vitest'
import { checkFlowConfig } from '../../src/index.js'

const meta = { version: 3 }

describe('checkFlowConfig', () => {
  it('names unknown, renamed and removed variables', () => {
    expect(
      checkFlowConfig({ meta, ROWS: 8, FP_PDN_VPITCH: 100, PL_TARGET_DENSITY: 0.5, LEC_ENABLE: true }),
    ).toEqual([
      expect.stringMatching(/^LibreLane 3\.\d+\.\d+ knows no ROWS$/),
      'FP_PDN_VPITCH is now called PDN_VPITCH',
      'PL_TARGET_DENSITY is now called PL_TARGET_DENSITY_PCT',
      'LEC_ENABLE no longer exists',
    ])
  })

  it('compares values with types', () => {
    const faults = checkFlowConfig({
      meta,
      CLOCK_PERIOD: '20',
      DIE_AREA: [0, 0, 100],
      FP_SIZING: 'fixed',
      RUN_CTS: 1,
      SYNTH_PARAMETERS: 'Rows=8',
      MAX_FANOUT_CONSTRAINT: 10.5,
      MACROS: { block: { gdss: [] } },
    })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'CLOCK_PERIOD',
      'DIE_AREA',
      'FP_SIZING',
      'RUN_CTS',
      'SYNTH_PARAMETERS',
      'MAX_FANOUT_CONSTRAINT',
      'MACROS',
    ])
    expect(faults[2]).toBe('FP_SIZING is "fixed", but must be absolute or relative')
  })

  it('takes what LibreLane computes, and looks into conditional sections', () => {
    expect(
      checkFlowConfig({
        meta,
        PL_TARGET_DENSITY_PCT: 'expr::$FP_CORE_UTIL + 10',
        VERILOG_FILES: 'dir::*.sv',
        'pdk::sky130*': { CLOCK_PERIOD: 20, 'scl::sky130_fd_sc_hd': { CLOCKPERIOD: 1 } },
      }),
    ).toEqual([expect.stringContaining('knows no CLOCKPERIOD')])
  })

  it('asks for a version of the file format that has types', () => {
    expect(checkFlowConfig({ meta: {} })).toEqual([
      'meta.version is undefined; below 2, values are read as text',
    ])
  })
})
