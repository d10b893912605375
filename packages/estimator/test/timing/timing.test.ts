import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadLibrary } from '../../src/cells/load-library.js'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { synthesise } from '../../src/synthesis/synthesise.js'
import { findPdk } from '../../src/technology/find-pdk.js'
import { analyseTiming, cornerTiming } from '../../src/timing/analyse-timing.js'
import { chosenCells, largerCells, sizeNetlist } from '../../src/timing/size-netlist.js'
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
      ['u_m.gen_word[].u_latch', 8.4],
    ])
  })

  it('keeps the drive strengths of the round whose slowest path was shortest', () => {
    const said = ['SLACK|-2', 'CELL|a|x_2', 'SLACK|-1', 'CELL|a|x_4', 'CELL|b|y_2', 'SLACK|-1.5'].join('\n')
    expect([...chosenCells(said)]).toEqual([['a', 'x_2']])
  })

  it('makes gates and flip-flops larger by one step, clock gates and latches never, and no gate much slower', () => {
    const larger = largerCells(loadLibrary('sky130_fd_sc_hd'))
    const next = (cell: string) => larger.get(`sky130_fd_sc_hd__${cell}`)
    expect(next('nand2_1')).toBe('sky130_fd_sc_hd__nand2_2')
    expect(next('dfrtp_2')).toBe('sky130_fd_sc_hd__dfrtp_4')
    expect(next('nand2_4')).toBeUndefined()
    expect(next('fa_1')).toBe('sky130_fd_sc_hd__fa_2')
    expect(next('fa_2')).toBeUndefined()
    expect(next('dlclkp_1')).toBeUndefined()
    expect(next('dlxtp_1')).toBeUndefined()
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

      const sized = await sizeNetlist(netlist, pdkRoot)
      const after = await analyseTiming(sized.netlist, 'sky130_fd_sc_hd', pdkRoot)
      expect(after.corners[1]!.clockMhz).toBeGreaterThan(1.05 * ss!)
      expect(sized.cellAreaUm2).toBeGreaterThan(netlist.cellAreaUm2)
      const types = [...sized.netlist.matchAll(/^ {2}(sky130\w+) /gm)].map(([, type]) => type!)
      expect(types.length).toBe([...netlist.netlist.matchAll(/^ {2}(sky130\w+) /gm)].length)
      const cells = loadLibrary('sky130_fd_sc_hd').cells
      expect(types.reduce((sum, type) => sum + cells[type]!.areaUm2, 0)).toBeCloseTo(sized.cellAreaUm2, 2)
    })
  }
})
