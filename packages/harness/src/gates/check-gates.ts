import type { ChipConfig } from '@concord/arch'
import type { Scenario } from '../check/episode.js'
import type { Mismatch } from '../check/mismatch.js'
import { type Recording, recordScenario } from '../check/recording.js'
import { compareOutputs, RECORD_BYTES } from '../rtl/ports.js'
import { dumpEpisode } from './dump-episode.js'
import type { GateChip } from './gate-chip.js'

/** Cycles moved in one frame. */
const FRAME_CYCLES = 8192

/**
 * Runs a scenario on the stepped model and on gate netlists; gives the first difference of an output port, if there is one. Every
 * episode ends with all registers that the bus shows, and the scenario with all words of all activation banks. Memories start as zeros;
 * weights, thresholds and partial sums show in what is computed with them.
 */
export async function checkGates(
  config: ChipConfig,
  scenario: Scenario,
  gates: readonly GateChip[],
): Promise<{ recording: Recording; mismatch?: Mismatch }> {
  const episodes = [...scenario.episodes, dumpEpisode(config)]
  const recording = recordScenario(config, { memorySeed: 0, episodes })
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
