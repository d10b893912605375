import type { CellLibrary, FlatChip, NetActivity } from '@concord/estimator'
import { GateSimulator } from '@concord/estimator'
import { OUTPUT_FIELDS, RECORD_WORDS, type RunRecording, ToggleMismatchError } from '@concord/harness'

/**
 * Repeats a recorded run on a flat gate netlist and counts how often each net changes.
 *
 * @throws ToggleMismatchError when an output port differs from the recording in any cycle that counts
 */
export function simulateGates(chip: FlatChip, library: CellLibrary, recording: RunRecording): NetActivity {
  const simulator = new GateSimulator(chip, library)
  const inputs = new Uint32Array(recording.inputs.slice().buffer)
  const outputs = new Uint32Array(recording.outputs.slice().buffer)
  const width = chip.ports.find(({ name }) => name === 'out_data_o')!.nets.length
  for (let record = 0; record < recording.from + recording.cycles; record++) {
    if (record === recording.from) simulator.restart()
    const at = record * RECORD_WORDS
    simulator.fall(inputPorts(inputs, at))
    if (record >= recording.from) compare(simulator, outputs, at, width, record - recording.from)
    simulator.rise()
  }
  return simulator.activity
}

/** Ports of an input record, by RTL name; the stream is at most 32 bits wide here. */
function inputPorts(words: Uint32Array, at: number): Record<string, number> {
  const flags = words[at]
  return {
    rst_ni: flags & 1,
    in_valid_i: (flags >> 1) & 1,
    in_last_i: (flags >> 2) & 1,
    out_ready_i: (flags >> 3) & 1,
    wb_cyc_i: (flags >> 4) & 1,
    wb_stb_i: (flags >> 5) & 1,
    wb_we_i: (flags >> 6) & 1,
    wb_sel_i: (flags >> 8) & 0xf,
    wb_adr_i: (flags >> 16) & 0xff,
    wb_dat_i: words[at + 1],
    in_data_i: words[at + 2],
  }
}

function compare(
  simulator: GateSimulator,
  words: Uint32Array,
  at: number,
  width: number,
  cycle: number,
): void {
  for (const { port, low, word, shift, mask } of OUTPUT_FIELDS) {
    if (port === 'out_data_o' && low >= width) continue
    const expected = ((words[at + word] >>> shift) & mask) >>> 0
    const got = (simulator.read(port, low) & mask) >>> 0
    if (expected !== got) throw new ToggleMismatchError({ cycle, signal: port, expected, got })
  }
}
