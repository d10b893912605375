import { PRESETS } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { estimateArea } from '../../src/area/estimate-area.js'
import { macroLiberty } from '../../src/cells/macro-cells.js'
import { parseLiberty } from '../../src/liberty/parse-liberty.js'
import { sramBankStructure } from '../../src/structure/sram-bank.js'
import { synthesise } from '../../src/synthesis/synthesise.js'
import { loadTechnology } from '../../src/technology/load-technology.js'
import { estimateTiming } from '../../src/timing/estimate-timing.js'

const { memories } = PRESETS.edge
const technology = loadTechnology('sky130_fd_sc_hd')
const MACRO = 'sky130_sram_2kbyte_1rw1r_32x512_8'
const macroUm2 = 683.1 * 416.54

describe('SRAM macros', () => {
  it('are cells of a netlist, with their area', async () => {
    const parameters = { Banks: 2, Words: 512, Lanes: 40, Segment: 8, Sram: 1 }
    const { cells, cellAreaUm2, netlist } = await synthesise('concord_act_banks', parameters, PRESETS.edge, {
      flatten: true,
    })
    expect(cells[MACRO]).toBe(4)
    expect(cellAreaUm2).toBeGreaterThan(4 * macroUm2)
    expect(cellAreaUm2).toBeLessThan(4.1 * macroUm2)
    expect(netlist.match(new RegExp(`  ${MACRO} `, 'g'))).toHaveLength(4)
    // Pins that rest: csb0, clk1, csb1, addr1 and the data beyond the lanes
    const ties = 2 * (2 * (3 + 9) + 64 - 40)
    expect(cells.sky130_fd_sc_hd__conb_1).toBe(ties)
    const shape = { actWords: 512, lanes: 40 }
    expect(2 * sramBankStructure(shape).logic.inverter!).toBeGreaterThanOrEqual(ties)
  })

  it('take the place of latches in the estimate', () => {
    const area = (act: 'latch' | 'sram') => estimateArea({ ...PRESETS.edge, memories: { ...memories, act } })
    const [latches, macros] = [area('latch'), area('sram')]
    const banks = macros.blocks.find(({ name }) => name === 'activationBanks')!
    expect(banks.cells.sram512).toBe(PRESETS.edge.actBanks)
    expect(banks.areaUm2.value).toBeGreaterThan(PRESETS.edge.actBanks * macroUm2)
    expect(macros.latches).toBe(latches.latches - 3 * 512 * 32)
    expect(macros.dieAreaUm2.value).toBeLessThan(latches.dieAreaUm2.value)
  })

  it('give their data half a cycle after the edge, later in the slow corner', () => {
    const delays = (corner: string) =>
      /cell_rise \(scalar\) \{ values \("([\d.]+)"\)/.exec(macroLiberty(technology, corner))![1]
    expect([delays('tt_025C_1v80'), delays('ss_100C_1v60')]).toEqual(['2.500', '5.000'])
    const cells = parseLiberty(macroLiberty(technology, 'tt_025C_1v80')).groups.filter(
      ({ name }) => name === 'cell',
    )
    expect(cells.map(({ args }) => args[0])).toContain(MACRO)
  })

  it('give paths behind them half a cycle in the estimate, and say so', () => {
    const periods = (act: 'latch' | 'sram', corner: string) => {
      const timing = estimateTiming({ ...PRESETS.edge, memories: { ...memories, act } })
      const { blocks, clockMhz } = timing.find((one) => one.corner === corner)!
      const of = (name: string) => blocks.find((block) => block.name === name)!.periodNs
      return { operands: of('operands'), banks: of('activationBanks'), store: of('storeEngine'), clockMhz }
    }
    const [tt, ss] = [periods('sram', 'tt_025C_1v80'), periods('sram', 'ss_100C_1v60')]
    // Twice the 2.5 ns of the macro, or 5 at ss, with something behind them
    expect(tt.operands).toBeGreaterThan(2 * 2.5 + 1)
    expect(ss.operands).toBeGreaterThan(2 * 5 + 2)
    expect(ss.store).toBeGreaterThan(2 * 5)
    expect(ss.banks).toBeGreaterThanOrEqual(2 * 5.156)
    expect(ss.clockMhz.note).toContain('half a cycle, from 5.0 ns behind the falling edge on at ss_100C_1v60')
    expect(periods('latch', 'ss_100C_1v60').clockMhz.note).not.toContain('SRAM')
  })
})
