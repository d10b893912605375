import { expect, test } from 'vitest'
import { activityTcl } from '../../src/calibrate/activity-tcl.js'
import type { FlatChip } from '../../src/calibrate/flat-chip.js'
import { readPower } from '../../src/calibrate/gate-power.js'
import { registerActivityTcl } from '../../src/calibrate/register-activity.js'
import { loadLibrary } from '../../src/cells/load-library.js'

const chip: FlatChip = {
  ports: [
    { name: 'clk_i', direction: 'input', nets: [0] },
    { name: 'in_data_i', direction: 'input', nets: [1, 2] },
  ],
  nets: 5,
  places: [[], ['u_core', 'gen_row[3].u_row']],
  cells: [
    { type: 'sky130_fd_sc_hd__xnor2_1', place: 0, pins: { A: 1, B: 2, Y: 3 } },
    { type: 'sky130_fd_sc_hd__dfxtp_1', place: 1, signal: 'acc_q[9]', pins: { CLK: 0, D: 3, Q: 4 } },
  ],
}
const activity = {
  cycles: 100,
  toggles: Uint32Array.from([200, 50, 10, 30, 20]),
  high: Float64Array.from([0.5, 0.25, 0.5, 0.75, 0.125]),
}

test('every driven net and every input but the clock has its changes a cycle and its duty', () => {
  expect(activityTcl(chip, loadLibrary('sky130_fd_sc_hd'), activity).trim().split('\n')).toEqual([
    'set_power_activity -pins {c0/Y} -activity 0.300000 -duty 0.7500',
    'set_power_activity -pins {c1/Q} -activity 0.200000 -duty 0.1250',
    'set_power_activity -input_ports {in_data_i[0]} -activity 0.500000 -duty 0.2500',
    'set_power_activity -input_ports {in_data_i[1]} -activity 0.100000 -duty 0.5000',
  ])
})

test('registers are called by their place in the RTL, in whatever netlist', () => {
  const lines = registerActivityTcl(chip, activity, 'u_chip.').split('\n')
  expect(lines.filter((line) => line.startsWith('incr'))).toEqual([
    'incr concord_found [concord_activity {u_chip.u_core.gen_row\\[3\\].u_row.acc_q\\[9\\]} 0.200000 0.1250]',
  ])
  expect(lines.at(-2)).toContain('of 1 registers')
})

test('power is read by cell, and a cell without power is an error', () => {
  const said = 'noise\n1.0e-06 2.0e-07 3.0e-12 1.2e-06 c1\n4e-6 5e-7 6e-12 4.5e-6 c0\n'
  expect(readPower(said, 2)).toEqual([
    { internalW: 4e-6, switchingW: 5e-7, leakageW: 6e-12 },
    { internalW: 1e-6, switchingW: 2e-7, leakageW: 3e-12 },
  ])
  expect(() => readPower(said, 3)).toThrow('c2')
})
