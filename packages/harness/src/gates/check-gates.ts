import type { ChipConfig } from '@concord/arch'
import type { Mismatch } from '../check/check-scenario.js'
import type { Scenario } from '../check/episode.js'
import { type Recording, recordScenario } from '../check/recording.js'
import { compareOutputs, RECORD_BYTES } from '../rtl/ports.js'
import type { GateChip } from './gate-chip.js'

/** Cycles moved in one frame. */
const FRAME_CYCLES = 8192

/**
 * Runs a scenario on the stepped model and on gate netlists; gives the first difference of an output port, if there is one. Every
 * scenario ends with all registers that the bus shows; memories start as zeros and are compared by what the program sends of them.
 */
export async function checkGates(
  config: ChipConfig,
  scenario: Scenario,
  gates: readonly GateChip[],
): Promise<{ recording: Recording; mismatch?: Mismatch }> {
  const recording = recordScenario(config, { ...scenario, memorySeed: 0 })
  for (const chip of gates) {
    await chip.restart()
    for (let from = 0; from < recording.cycles; from += FRAME_CYCLES) {
      const [start, end] = [from * RECORD_BYTES, (from + FRAME_CYCLES) * RECORD_BYTES]
      const got = await chip.run(recording.inputs.subarray(start, end))
      const difference = compareOutputs(recording.outputs.subarray(start, end), got)
      if (difference) {
        const cycle = from + difference.cycle
        return { recording, mismatch: { engine: `${chip.engine} (gates)`, ...difference, cycle } }
      }
    }
  }
  return { recording }
}
