import type { ChipConfig } from '@concord/arch'
import { compareContents, contentsOfImage, imageOfContents } from '../rtl/memory-contents.js'
import { compareOutputs, RECORD_BYTES } from '../rtl/ports.js'
import type { RtlChip } from '../rtl/rtl-chip.js'
import { RtlProcessError } from '../rtl/rtl-process.js'
import { checkFast } from './check-fast.js'
import type { Scenario } from './episode.js'
import type { Mismatch } from './mismatch.js'
import { type Recording, recordScenario } from './recording.js'

/** Cycles moved in one frame. */
const FRAME_CYCLES = 8192

/** Runs a scenario on the stepped model, the fast path and every RTL chip; gives the first difference, if there is one. */
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
  const replays = Promise.all(rtls.map((rtl) => replay(rtl, recording)))
  const fast = scenario.episodes.map((episode) => checkFast(config, episode, recording.before))
  const mismatch = [...(await replays), ...fast].find((found) => found !== undefined)
  return mismatch ? { recording, mismatch } : { recording }
}

/** Replays what the stepped model saw on an RTL chip and compares what that one shows. */
export async function replay(rtl: RtlChip, recording: Recording): Promise<Mismatch | undefined> {
  try {
    return await replayed(rtl, recording)
  } catch (error) {
    if (!(error instanceof RtlProcessError)) throw error
    await rtl.restart()
    return { engine: rtl.engine, signal: 'the simulator', expected: 'runs on', got: error.why }
  }
}

async function replayed(rtl: RtlChip, recording: Recording): Promise<Mismatch | undefined> {
  const { config, engine } = rtl
  if (rtl.style === 'generic') {
    await rtl.reset()
    await rtl.poke(imageOfContents(config, recording.before))
  } else {
    await rtl.restart()
  }
  const said = rtl.messages.length
  for (let from = 0; from < recording.cycles; from += FRAME_CYCLES) {
    const [start, end] = [from * RECORD_BYTES, (from + FRAME_CYCLES) * RECORD_BYTES]
    const got = await rtl.run(recording.inputs.subarray(start, end))
    const difference = compareOutputs(recording.outputs.subarray(start, end), got)
    if (difference) return { engine, ...difference, cycle: from + difference.cycle }
  }
  if (rtl.messages.length > said) {
    return { engine, signal: 'assertions', expected: 'none failed', got: rtl.messages.slice(said).trim() }
  }
  const difference = compareContents(config, recording.after, contentsOfImage(config, await rtl.peek()))
  if (!difference) return undefined
  return { engine, signal: difference.place, expected: difference.expected, got: difference.got }
}
