import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { FlatChip } from '../../src/calibrate/flat-chip.js'
import { gatePower } from '../../src/calibrate/gate-power.js'
import { registerActivityTcl } from '../../src/calibrate/register-activity.js'
import { loadRecipe } from '../../src/technology/load-technology.js'
import { hasLiberty, libertyPath } from '../../src/technology/read-liberty-corners.js'
import { runSta, staVersion } from '../../src/timing/sta.js'
import { trimLiberty } from '../../src/timing/trim-liberty.js'

const shared = fileURLToPath(new URL('../../../../../shared/pdk', import.meta.url))
const pdkRoot = process.env.PDK_ROOT ?? (existsSync(shared) ? shared : undefined)
const recipe = loadRecipe('sky130_fd_sc_hd')
const corner = recipe.corners[0]!
const version = await staVersion()
const canRun = version !== undefined && Number.parseFloat(version) >= 2.6 && hasLiberty(recipe, pdkRoot)
if (!canRun) {
  console.warn(
    `SKIPPED: activity as OpenSTA reads it: OpenSTA 2.6 and a PDK are needed (sta: ${version ?? 'not on the PATH'})`,
  )
}

const chip: FlatChip = {
  ports: [
    { name: 'clk_i', direction: 'input', nets: [0] },
    { name: 'in_data_i', direction: 'input', nets: [1, 2] },
    { name: 'out_data_o', direction: 'output', nets: [4] },
  ],
  nets: 5,
  places: [[], ['u_core', 'gen_row[3].u_row']],
  cells: [
    { type: 'sky130_fd_sc_hd__xnor2_1', place: 0, pins: { A: 1, B: 2, Y: 3 } },
    { type: 'sky130_fd_sc_hd__dfxtp_1', place: 1, signal: 'acc_q[9]', pins: { CLK: 0, D: 3, Q: 4 } },
  ],
}
const activity = (changes: number) => ({
  cycles: 100,
  toggles: Uint32Array.from([200, changes, 0, changes, changes]),
  high: Float64Array.from([0.5, 0.25, 0.5, 0.75, 0.125]),
})

/** The chip as another tool might synthesise it: other cells, and the names of the RTL. */
const NETLIST = `module concord_chip (input clk_i, input [1:0] in_data_i, output out_data_o);
  wire d;
  wire \\u_core.gen_row[3].u_row.acc_q[9] ;
  sky130_fd_sc_hd__xor2_1 gate (.A(in_data_i[0]), .B(in_data_i[1]), .X(d));
  sky130_fd_sc_hd__dfxtp_2 register (.CLK(clk_i), .D(d), .Q(\\u_core.gen_row[3].u_row.acc_q[9] ));
  sky130_fd_sc_hd__buf_2 out (.A(\\u_core.gen_row[3].u_row.acc_q[9] ), .X(out_data_o));
endmodule
`

test.runIf(canRun)('OpenSTA takes the activity of registers over, and follows it from there', async () => {
  const said = await runSta(
    {
      'netlist.v': NETLIST,
      'cells.lib': trimLiberty(readFileSync(libertyPath(recipe, pdkRoot!, corner), 'utf8'), NETLIST, []),
      'activity.tcl': registerActivityTcl(chip, activity(20)),
    },
    [
      ...['read_liberty cells.lib', 'read_verilog netlist.v', 'link_design concord_chip'],
      'create_clock -name clk -period 10 [get_ports clk_i]',
      'source activity.tcl',
      'puts "register: [get_property [get_pins register/Q] activity]"',
      'puts "behind it: [get_property [get_pins out/X] activity]"',
      '',
    ].join('\n'),
  )
  expect(said).toContain('concord: activity of 1 of 1 registers')
  // 0.2 changes a cycle of 10 ns
  expect(said).toMatch(/^register: 2\.0+e\+07 0\.125 user$/m)
  expect(said).toMatch(/^behind it: 2\.0+e\+07 0\.125 propagated$/m)
})

test.runIf(canRun)('power follows the activity of every net', async () => {
  const options = { technology: 'sky130_fd_sc_hd', corner, clockMhz: 100, pdkRoot }
  const [still, half, all] = await gatePower(chip, [activity(0), activity(50), activity(100)], options)
  for (const cell of [0, 1]) {
    expect(still![cell]!.switchingW).toBe(0)
    expect(half![cell]!.switchingW).toBeGreaterThan(0)
    expect(all![cell]!.switchingW / half![cell]!.switchingW).toBeCloseTo(2, 3)
    expect(all![cell]!.leakageW).toBeGreaterThan(0)
  }
})
