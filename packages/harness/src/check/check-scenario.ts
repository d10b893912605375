import type { ChipConfig } from '@concord/arch'
import { compareContents, contentsOfImage, imageOfContents } from '../rtl/memory-contents.js'
import { compareOutputs } from '../rtl/ports.js'
import type { RtlChip } from '../rtl/rtl-chip.js'
import type { Scenario } from './episode.js'
import { type Recording, recordScenario } from './recording.js'

/** One place where two models of a chip part. */
export interface Mismatch {
  /** Who differs from the stepped model, e.g. `verilator`. */
  readonly engine: string
  /** Cycle of the scenario; undefined for what is compared at the end. */
  readonly cycle?: number
  readonly signal: string
  readonly expected: number | string
  readonly got: number | string
}

/** Cycles moved in one frame. */
const FRAME_CYCLES = 8192
const RECORD_BYTES = 16

/** Runs a scenario on the stepped model and on every RTL chip; gives the first difference, if there is one. */
export async function checkScenario(
  config: ChipConfig,
  scenario: Scenario,
  rtls: readonly RtlChip[],
): Promise<{ recording: Recording; mismatch?: Mismatch }> {
  const recording = recordScenario(config, scenario)
  if (recording.complaints.length > 0) {
    const got = recording.complaints.join('; ')
    return { recording, mismatch: { engine: 'step', signal: 'end of the program', expected: 'done', got } }
  }
  const mismatches = await Promise.all(rtls.map((rtl) => replay(rtl, recording)))
  const mismatch = mismatches.find((found) => found !== undefined)
  return mismatch ? { recording, mismatch } : { recording }
}

/** Replays what the stepped model saw on an RTL chip and compares what that one shows. */
export async function replay(rtl: RtlChip, recording: Recording): Promise<Mismatch | undefined> {
  if (rtl.style === 'generic') {
    await rtl.reset()
    await rtl.poke(imageOfContents(rtl.config, recording.before))
  } else {
    await rtl.restart()
  }
  const said = rtl.messages.length
  for (let from = 0; from < recording.cycles; from += FRAME_CYCLES) {
    const [start, end] = [from * RECORD_BYTES, (from + FRAME_CYCLES) * RECORD_BYTES]
    const got = await rtl.run(recording.inputs.subarray(start, end))
    const difference = compareOutputs(recording.outputs.subarray(start, end), got)
    if (difference) return { engine: rtl.engine, ...difference, cycle: from + difference.cycle }
  }
  if (rtl.messages.length > said) {
    return {
      engine: rtl.engine,
      signal: 'assertions',
      expected: 'none failed',
      got: rtl.messages.slice(said).trim(),
    }
  }
  const memories = contentsOfImage(rtl.config, await rtl.peek())
  const difference = compareContents(rtl.config, recording.after, memories)
  if (!difference) return undefined
  return { engine: rtl.engine, signal: difference.place, expected: difference.expected, got: difference.got }
}
