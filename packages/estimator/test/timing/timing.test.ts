import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { synthesise } from '../../src/synthesis/synthesise.js'
import { findPdk } from '../../src/technology/find-pdk.js'
import { analyseTiming, cornerTiming } from '../../src/timing/analyse-timing.js'
import { staVersion } from '../../src/timing/sta.js'

const pdkRoot = findPdk()
const hasSta = (await staVersion()) !== undefined

describe('static timing', () => {
  it('reads slowest paths by block; a latch has half a cycle', () => {
    const { clockMhz, worstHoldSlackNs, paths } = cornerTiming(
      'ss',
      [
        'PATH|max|-2.5|u_a.x_q_reg/Q|u_core.u_row.acc_q[3]_reg/D',
        'PATH|max|-2.0|u_a.x_q_reg/Q|u_core.u_row.acc_q[2]_reg/D',
        'PATH|latch|-3.7|u_a.y_q_reg/Q|u_m.gen_word[1].u_latch/D',
        'PATH|min|0.1|u_a.x_q_reg/Q|u_a.y_q_reg/D',
      ].join('\n'),
    )
    expect(clockMhz).toBeCloseTo(1000 / 12.5)
    expect(worstHoldSlackNs).toBe(0.1)
    expect(paths.map(({ block, periodNs }) => [block, periodNs])).toEqual([
      ['u_core.u_row', 12.5],
      ['u_m.gen_word[].u_latch', 8],
    ])
  })

  it('refuses to guess without a PDK', async () => {
    await expect(analyseTiming('', 'sky130_fd_sc_hd', undefined)).rejects.toThrow(/needs the PDK/)
  })

  if (!hasSta || pdkRoot === undefined || !existsSync(join(pdkRoot, 'sky130A'))) {
    console.warn('SKIPPED: OpenSTA on a netlist: sta or PDK_ROOT is missing')
  } else {
    it('a queue is slower in the slow corner', async () => {
      const rtl = readRtl('sky130')
      const queue = readFileSync(new URL('../../../../rtl/concord_queue.sv', import.meta.url), 'utf8')
      const netlist = await synthesise(
        'concord_chip',
        { Depth: 4, Width: 8 },
        { technology: 'sky130_fd_sc_hd', corner: 'tt_025C_1v80' },
        {
          flatten: true,
          pdkRoot,
          rtl: {
            'concord_pkg.sv': rtl['concord_pkg.sv']!,
            'concord_chip.sv': queue.replace('module concord_queue', 'module concord_chip'),
          },
        },
      )
      const { corners, wireModel } = await analyseTiming(netlist.netlist, 'sky130_fd_sc_hd', pdkRoot)
      const [tt, ss, ff] = corners.map(({ clockMhz }) => clockMhz)
      expect(ss!).toBeLessThan(tt!)
      expect(tt!).toBeLessThan(ff!)
      expect(ss!).toBeGreaterThan(50)
      expect(wireModel).toContain('5.7 fF')
    })
  }
})
