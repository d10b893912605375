import { cellModels, type FlatChip, GateSimulator, loadLibrary, writeFlatChip } from '@concord/estimator'
import { countToggles, hasTools, RECORD_WORDS, ToggleMismatchError } from '@concord/harness'
import { describe, expect, test } from 'vitest'

const library = loadLibrary('sky130_fd_sc_hd')
const cell = (name: string): string => `sky130_fd_sc_hd__${name}`

const [CLK, RESET, VALID, READY, A, B, MATCH, SUM, CARRY, FIRST, SECOND, GATED, HELD] = Array.from(
  { length: 13 },
  (_, net) => net,
)

/** Behind the ports: clocks made of clocks, and what they drive. */
const [NOT_CLK, LOW_GATED, LOW_HELD, TWICE_GATED, LATE] = [67, 68, 69, 70, 71]

/** Registers, latches behind clock gates of both phases, a gate behind a gate, and two levels of logic behind the ports of a chip. */
const chip: FlatChip = {
  ports: [
    { name: 'clk_i', direction: 'input', nets: [CLK] },
    { name: 'rst_ni', direction: 'input', nets: [RESET] },
    { name: 'in_valid_i', direction: 'input', nets: [VALID] },
    { name: 'out_ready_i', direction: 'input', nets: [READY] },
    { name: 'in_last_i', direction: 'input', nets: [13] },
    { name: 'in_data_i', direction: 'input', nets: [A, B, 14, 15, 16, 17, 18, 19] },
    { name: 'wb_cyc_i', direction: 'input', nets: [20] },
    { name: 'wb_stb_i', direction: 'input', nets: [21] },
    { name: 'wb_we_i', direction: 'input', nets: [22] },
    { name: 'wb_sel_i', direction: 'input', nets: [23, 24, 25, 26] },
    { name: 'wb_adr_i', direction: 'input', nets: Array.from({ length: 8 }, (_, i) => 27 + i) },
    { name: 'wb_dat_i', direction: 'input', nets: Array.from({ length: 32 }, (_, i) => 35 + i) },
    { name: 'in_ready_o', direction: 'output', nets: [SUM] },
    { name: 'out_valid_o', direction: 'output', nets: [FIRST] },
    { name: 'wb_ack_o', direction: 'output', nets: ['0'] },
    { name: 'done_o', direction: 'output', nets: [SECOND] },
    { name: 'error_o', direction: 'output', nets: ['0'] },
    { name: 'out_data_o', direction: 'output', nets: [HELD, '1', MATCH, LOW_HELD, LATE, '0', '0', '0'] },
    { name: 'wb_dat_o', direction: 'output', nets: Array.from({ length: 32 }, () => '0' as const) },
  ],
  nets: 72,
  places: [[]],
  cells: [
    { type: cell('xnor2_1'), place: 0, pins: { A, B, Y: MATCH } },
    { type: cell('fa_1'), place: 0, pins: { A: MATCH, B: FIRST, CIN: HELD, SUM, COUT: CARRY } },
    { type: cell('dfrtp_1'), place: 0, pins: { CLK, D: SUM, RESET_B: RESET, Q: FIRST } },
    { type: cell('dfstp_2'), place: 0, pins: { CLK, D: CARRY, SET_B: RESET, Q: SECOND } },
    { type: cell('dlclkp_1'), place: 0, pins: { CLK, GATE: VALID, GCLK: GATED } },
    { type: cell('dlxtp_1'), place: 0, pins: { GATE: GATED, D: FIRST, Q: HELD } },
    { type: cell('inv_1'), place: 0, pins: { A: CLK, Y: NOT_CLK } },
    { type: cell('dlclkp_1'), place: 0, pins: { CLK: NOT_CLK, GATE: FIRST, GCLK: LOW_GATED } },
    { type: cell('dlxtp_1'), place: 0, pins: { GATE: LOW_GATED, D: SECOND, Q: LOW_HELD } },
    { type: cell('dlclkp_1'), place: 0, pins: { CLK: GATED, GATE: SECOND, GCLK: TWICE_GATED } },
    { type: cell('dfrtp_1'), place: 0, pins: { CLK: TWICE_GATED, D: FIRST, RESET_B: RESET, Q: LATE } },
  ],
}

const CYCLES = 300
const FROM = 2

/** Reset, then random valid, ready and data. */
function randomInputs(): Uint32Array {
  let state = 7
  const words = new Uint32Array((FROM + CYCLES) * RECORD_WORDS)
  for (let cycle = FROM; cycle < FROM + CYCLES; cycle++) {
    state = Math.imul(state, 48271) >>> 0
    words[cycle * RECORD_WORDS] = 1 | ((state >>> 8) & 0b1010)
    words[cycle * RECORD_WORDS + 2] = (state >>> 16) & 3
  }
  return words
}

/** Runs the chip in the gate simulator; the outputs as records. */
function simulate(inputs: Uint32Array) {
  const simulator = new GateSimulator(chip, library)
  const outputs = new Uint32Array(inputs.length)
  for (let cycle = 0; cycle < FROM + CYCLES; cycle++) {
    if (cycle === FROM) simulator.restart()
    const [flags, , data] = inputs.subarray(cycle * RECORD_WORDS)
    const [valid, ready] = [(flags >> 1) & 1, (flags >> 3) & 1]
    simulator.fall({ rst_ni: flags & 1, in_valid_i: valid, out_ready_i: ready, in_data_i: data })
    outputs[cycle * RECORD_WORDS] =
      simulator.read('in_ready_o') | (simulator.read('out_valid_o') << 1) | (simulator.read('done_o') << 3)
    outputs[cycle * RECORD_WORDS + 2] = simulator.read('out_data_o')
    simulator.rise()
  }
  return { activity: simulator.activity, outputs }
}

const gates = () => ({
  netlist: writeFlatChip(chip, 'concord_chip'),
  models: cellModels(library, new Set(chip.cells.map(({ type }) => type)), { purpose: 'simulation' }),
  ...{ nets: chip.nets, streamBits: 8 },
})

describe.skipIf(!(await hasTools('iverilog', 'vvp')))('switching counted by the gate simulator', () => {
  const inputs = randomInputs()
  const { activity, outputs } = simulate(inputs)
  const recording = {
    inputs: new Uint8Array(inputs.buffer),
    outputs: new Uint8Array(outputs.buffer),
    ...{ from: FROM, cycles: CYCLES },
  }

  test('is that of the waveform of Icarus, net by net', async () => {
    const counted = await countToggles(gates(), { ...recording, activity: undefined as never })
    expect(activity.cycles).toBe(CYCLES)
    // The clock's last edge is that after the last cycle
    const clocks = [CLK, NOT_CLK, LOW_GATED]
    for (let net = 0; net < chip.nets; net++) {
      const off = Math.abs(activity.toggles[net] - counted.toggles[net])
      expect(off, `n${net}`).toBeLessThanOrEqual(clocks.includes(net) ? 1 : 0)
    }
    for (const net of [
      A,
      B,
      MATCH,
      SUM,
      CARRY,
      FIRST,
      SECOND,
      GATED,
      HELD,
      LOW_GATED,
      LOW_HELD,
      TWICE_GATED,
      LATE,
    ]) {
      expect(activity.toggles[net]).toBeGreaterThan(8)
      expect(activity.high[net]).toBeCloseTo(counted.high[net], 6)
    }
  })

  test('is refused when an output differs', async () => {
    const wrong = recording.outputs.slice()
    wrong[(FROM + 100) * 4 * RECORD_WORDS] ^= 1
    const counting = countToggles(gates(), { ...recording, outputs: wrong, activity: undefined as never })
    await expect(counting).rejects.toThrow(ToggleMismatchError)
  })
})
