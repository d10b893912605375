import { describe, expect, it } from 'vitest'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { synthesise } from '../../src/synthesis/synthesise.js'
import { isNewer } from '../../src/synthesis/yosys.js'

const technology = { technology: 'sky130_fd_sc_hd', corner: 'tt_025C_1v80' }
const settings = { flatten: false, pdkRoot: undefined }

describe('synthesis', () => {
  it('without a PDK maps a memory from the cell facts: its latches and clock gates, and nothing undefined', async () => {
    const memory = await synthesise('concord_latch_memory', { Depth: 4, Width: 8 }, technology, settings)
    expect(memory.basis).toBe('cell facts')
    expect(memory.cells).toMatchObject({ sky130_fd_sc_hd__dlxtp_1: 32, sky130_fd_sc_hd__dlclkp_1: 5 })
    const words = memory.blocks.find(({ module }) => module === 'concord_latch_word')!
    expect(words.instances).toBe(4)
    expect(words.ownUm2).toBeCloseTo(32 * 15.0144, 3)
    expect(memory.blocks.reduce((sum, { ownUm2 }) => sum + ownUm2, 0)).toBeCloseTo(memory.cellAreaUm2, 6)
    expect(memory.netlist).toContain('module concord_latch_memory')
  })

  it('names a latch that the RTL infers', async () => {
    const rtl = {
      'concord_bad.sv':
        'module concord_bad (input logic a_i, b_i, output logic c_o); always_latch if (a_i) c_o = b_i; endmodule',
    }
    await expect(synthesise('concord_bad', {}, technology, { ...settings, rtl })).rejects.toThrow(
      /infers latches/,
    )
  })

  it('counts ones with adder cells', async () => {
    const { cells } = await synthesise('concord_count_ones', { Width: 64 }, technology, {
      ...settings,
      flatten: true,
      rtl: { 'concord_count_ones.sv': readRtl('sky130')['concord_count_ones.sv']! },
    })
    expect(cells).toEqual({ sky130_fd_sc_hd__fa_1: 57, sky130_fd_sc_hd__ha_1: 6 })
  })

  it('leaves no gate of the vector commands in a chip without them', async () => {
    const rtl = readRtl('sky130')
    const { 'concord_tanh.sv': table, ...others } = rtl
    expect(table).toBeDefined()
    const flat = { ...settings, flatten: true }
    const scaleUnit = (vector: number, files: Readonly<Record<string, string>>) => {
      const parameters = { AccBits: 16, PostLanes: 2, AddrBits: 8, ResidualWords: 16, Vector: vector }
      return synthesise('concord_scale_unit', parameters, technology, { ...flat, rtl: files })
    }
    // Without them nobody asks for the table of the functions
    const without = await scaleUnit(0, others)
    expect(without.netlist).not.toMatch(/tanh/)
    await expect(scaleUnit(1, others)).rejects.toThrow(/concord_tanh/)
    expect(without.cellAreaUm2).toBeLessThan(0.9 * (await scaleUnit(1, rtl)).cellAreaUm2)
    const registers = async (vector: number) => {
      const parameters = { AddrBits: 8, WordBits: 5, PairDepth: 2, Scale: 1, Vector: vector }
      const { cells } = await synthesise('concord_compute_registers', parameters, technology, {
        ...flat,
        rtl,
      })
      return Object.entries(cells).reduce((sum, [name, count]) => sum + (/__e?df/.test(name) ? count : 0), 0)
    }
    expect((await registers(1)) - (await registers(0))).toBe(4)
  }, 120_000)

  it('takes the newer Yosys', () => {
    expect([isNewer('0.62', '0.55'), isNewer('0.9', '0.55'), isNewer('1.0', '0.55')]).toEqual([
      true,
      false,
      true,
    ])
  })
})
