import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChipConfig, PRESETS } from '@concord/arch'
import { chipMacros, findPdk, synthesise } from '@concord/estimator'
import { execa } from 'execa'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowValue } from '../../src/design/design.js'
import { CHANNEL_UM, HALO_UM, placeMacros } from '../../src/design/place-macros.js'
import {
  caravelDesign,
  checkFlowConfig,
  chipDesign,
  designFiles,
  designSdc,
  tinyTapeoutDesign,
} from '../../src/index.js'

/** Two banks of two macros beside each other and two blocks of words. */
const chip: ChipConfig = {
  ...PRESETS.edge,
  ...{ name: 'macros', rows: 8, lanes: 40, streamBits: 8, postLanes: 8, actBanks: 2, actWords: 1024 },
  memories: { ...PRESETS.edge.memories, act: 'sram' },
}

interface Macro {
  readonly gds: string[]
  readonly lib: Record<string, string[]>
  readonly instances: Record<string, { location: [number, number] }>
}

function configOf(config: ChipConfig): {
  files: Readonly<Record<string, string>>
  [name: string]: FlowValue
} {
  const files = designFiles(chipDesign(config), 'rtl')
  return { ...(JSON.parse(files['config.json']!) as Record<string, FlowValue>), files }
}

const requests = fc.record({
  count: fc.integer({ min: 1, max: 64 }),
  widthUm: fc.double({ min: 1, max: 1000, noNaN: true }),
  heightUm: fc.double({ min: 1, max: 1000, noNaN: true }),
  cellsUm2: fc.double({ min: 1, max: 2e7, noNaN: true }),
})

describe('placeMacros', () => {
  it('keeps every macro inside of the core and a channel away from its edge and from the others', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { count, widthUm, heightUm } = request
        const { dieUm, coreUm, placesUm } = placeMacros(request)
        const [left, low, right, high] = coreUm
        expect(left > dieUm[0] && low > dieUm[1] && right < dieUm[2] && high < dieUm[3]).toBe(true)
        expect(placesUm).toHaveLength(count)
        const near = CHANNEL_UM - 1e-6
        for (const [i, [x, y]] of placesUm.entries()) {
          expect(x - left).toBeGreaterThanOrEqual(near)
          expect(y - low).toBeGreaterThanOrEqual(near)
          expect(right - (x + widthUm)).toBeGreaterThanOrEqual(near)
          expect(high - (y + heightUm)).toBeGreaterThanOrEqual(near)
          for (const [otherX, otherY] of placesUm.slice(0, i)) {
            const apart = Math.max(Math.abs(x - otherX) - widthUm, Math.abs(y - otherY) - heightUm)
            expect(apart).toBeGreaterThanOrEqual(near)
          }
        }
      }),
    )
  })

  it('leaves the cells their room, and no more than a grid that is not full adds', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { count, widthUm, heightUm, cellsUm2 } = request
        const { coreUm } = placeMacros(request)
        const area = (coreUm[2] - coreUm[0]) * (coreUm[3] - coreUm[1])
        expect(area - count * widthUm * heightUm).toBeGreaterThanOrEqual(cellsUm2)
        // One row of macros, channels around: the worst of the grids there are to choose from
        const site = 3
        const row =
          (count * (widthUm + CHANNEL_UM + site) + CHANNEL_UM + site) * (heightUm + 2 * (CHANNEL_UM + site))
        const edge = Math.sqrt(row + cellsUm2) + row / heightUm
        expect(area).toBeLessThanOrEqual(1.1 * (row + cellsUm2) + site * edge)
      }),
    )
  })

  it('puts halos into the channels', () => expect(2 * HALO_UM).toBeLessThan(CHANNEL_UM))
})

describe('a chip with SRAM macros', () => {
  it('names each macro as the netlist does', { timeout: 60_000 }, async () => {
    const { cell, instances } = chipMacros(chip)!
    const parameters = { Banks: 2, Words: 1024, Lanes: 40, Segment: 8, Sram: 1 }
    const { netlist } = await synthesise('concord_act_banks', parameters, chip, { flatten: true })
    const inside = [...netlist.matchAll(new RegExp(`^ *${cell} \\\\?(\\S+) *\\(`, 'gm'))].map(
      ([, name]) => name!,
    )
    expect(inside).toHaveLength(2 * 2 * 2)
    expect(inside.map((name) => `u_core.u_act_banks.${name}`).sort()).toEqual([...instances].sort())
  })

  it('has a folder that LibreLane takes, with all files that are its own', () => {
    const { files, ...config } = configOf(chip)
    expect(checkFlowConfig(config)).toEqual([])
    const named = [...JSON.stringify(config).matchAll(/"dir::([^"]+)"/g)].map(([, path]) => path!)
    const own = named.filter((path) => !path.startsWith('rtl/'))
    expect(own.filter((path) => !(path in files))).toEqual([])
    const [macro] = Object.values(config.MACROS as unknown as Record<string, Macro>)
    expect(macro!.gds).toEqual([
      'pdk_dir::libs.ref/sky130_sram_macros/gds/sky130_sram_2kbyte_1rw1r_32x512_8.gds',
    ])
    expect(Object.keys(macro!.lib).sort()).toEqual(['*_ff_n40C_1v95', '*_ss_100C_1v60', '*_tt_025C_1v80'])
    const die = config.DIE_AREA as number[]
    expect(Object.keys(macro!.instances)).toHaveLength(8)
    for (const { location } of Object.values(macro!.instances)) {
      expect(location[0] + 683.1).toBeLessThan(die[2]!)
      expect(location[1] + 416.54).toBeLessThan(die[3]!)
    }
    const [connection] = config.PDN_MACRO_CONNECTIONS as string[]
    const [pattern, ...nets] = connection!.split(' ')
    expect(nets).toEqual(['VPWR', 'VGND', 'vccd1', 'vssd1'])
    for (const name of Object.keys(macro!.instances)) expect(name).toMatch(new RegExp(`^${pattern}$`))
  })

  it('is no block of another chip', () => {
    expect(() => caravelDesign(chip)).toThrow('they need met5')
    expect(() => tinyTapeoutDesign(chip, [8, 2])).toThrow('memories.act of macros')
  })

  it('gives OpenSTA times, hold and energies without a word', { timeout: 60_000 }, async () => {
    const hasSta = (await execa('sta', ['-version'], { reject: false })).exitCode === 0
    const pdk = findPdk()
    if (!hasSta || pdk === undefined) {
      console.warn('SKIPPED: the Liberty of SRAM macros is not read by OpenSTA; sta or PDK_ROOT is missing')
      return
    }
    const design = chipDesign(chip)
    const folder = mkdtempSync(join(tmpdir(), 'concord-macros-'))
    const { cell, liberty } = chipMacros(chip)!
    const netlist = [
      'module concord_chip (clk_i, rst_ni, out_data_o);',
      '  input clk_i, rst_ni; output out_data_o; wire [31:0] read;',
      `  ${cell} u_macro (.clk0(clk_i), .csb0(1'b0), .web0(rst_ni), .dout0(read));`,
      '  sky130_fd_sc_hd__dfxtp_1 flop (.CLK(clk_i), .D(read[0]), .Q(out_data_o));',
      'endmodule',
      '',
    ].join('\n')
    try {
      writeFileSync(join(folder, 'netlist.v'), netlist)
      writeFileSync(join(folder, 'signoff.sdc'), designSdc(design, 'signoff'))
      const said: Record<string, string> = {}
      for (const corner of Object.keys(liberty)) {
        writeFileSync(join(folder, 'macro.lib'), liberty[corner]!)
        const cells = join(pdk, 'sky130A/libs.ref/sky130_fd_sc_hd/lib', `sky130_fd_sc_hd__${corner}.lib`)
        const commands = [
          ...[`read_liberty {${cells}}`, 'read_liberty macro.lib', 'read_verilog netlist.v'],
          ...[
            'link_design concord_chip',
            'source signoff.sdc',
            'report_checks -path_delay min -to u_macro/web0',
          ],
          'set_power_activity -global -activity 1',
          'report_power -instances u_macro',
        ]
        writeFileSync(join(folder, 'run.tcl'), commands.join('\n'))
        const { all } = await execa('sta', ['-no_splash', '-exit', 'run.tcl'], { cwd: folder, all: true })
        said[corner] = all
      }
      expect(Object.values(said).join('')).not.toMatch(/^(Error|Warning)(?!.*default_fanout_load is 0)/m)
      const hold = (corner: string) =>
        Number(/(-?[\d.]+)\s+[\d.]+\s+library hold time/.exec(said[corner]!)?.[1])
      expect([hold('tt_025C_1v80'), hold('ss_100C_1v60')]).toEqual([0.78, 1.56])
      const [, internalW] = /^ *([\d.e+-]+)( +[\d.e+-]+){3} u_macro$/m.exec(said.tt_025C_1v80!)!
      const pjOfCycle = 1e3 * Number(internalW) * design.clockPeriodNs
      expect(pjOfCycle).toBeCloseTo(5.13, 2)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
