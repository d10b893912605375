import type { ChipConfig } from '@concord/arch'
import { chipGeometry } from '@concord/arch'
import { FastChip } from '@concord/sim'
import { recordScenario } from '../check/recording.js'
import { OUTPUT_FLAGS, RECORD_BYTES, RECORD_WORDS } from '../rtl/ports.js'
import { openRtl, RtlAnswerError, type RtlChip } from '../rtl/rtl-chip.js'

/** Speeds of one program on one chip, all from one process and one build (Verilator -O3). */
export interface RtlSpeed {
  /** Cycles a second of the bare C++ loop. */
  readonly bareCyclesPerSecond: number
  /** Cycles a second through the harness, every port given and compared in every cycle. */
  readonly harnessCyclesPerSecond: number
  readonly harnessVsBare: number
}

/** Speeds of one program on the fast path and on the Verilated chip. */
export interface FastSpeed {
  readonly cycles: number
  readonly fastSecondsPerRun: number
  readonly verilatorSecondsPerRun: number
  readonly fastVsVerilator: number
}

const FRAME_CYCLES = 16_384
/** Frames under way at once: one is simulated while others are written, read and compared. */
const FRAMES_AHEAD = 3

/**
 * Measures what the harness costs over a bare C++ loop around the same Verilated model.
 *
 * @param seconds - time to spend on each side of each round, about
 * @param rounds - ratios taken; their median counts
 */
export async function measureHarness(
  config: ChipConfig,
  stream: Uint8Array,
  { seconds = 1, rounds = 5 } = {},
): Promise<RtlSpeed> {
  const rtl = await openRtl(config, { engine: 'verilator', effort: 'speed' })
  try {
    const recording = recordProgram(config, stream)
    const probe = await rtl.bare(stream, 1)
    const repeats = Math.max(1, Math.round(seconds / Math.max(probe.seconds, 1e-6)))
    const pairs: { bare: number; harness: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const bare = await rtl.bare(stream, repeats)
      const replays = Math.max(1, Math.round(bare.cycles / recording.cycles))
      const harness = await timeReplay(rtl, recording, replays)
      pairs.push({ bare: bare.cycles / bare.seconds, harness })
    }
    const ratio = ({ bare, harness }: { bare: number; harness: number }) => harness / bare
    const { bare, harness } = median(pairs, ratio)
    return { bareCyclesPerSecond: bare, harnessCyclesPerSecond: harness, harnessVsBare: harness / bare }
  } finally {
    await rtl.close()
  }
}

/** Measures the fast path against the bare C++ loop around the Verilated chip, on the same program. */
export async function measureFast(
  config: ChipConfig,
  stream: Uint8Array,
  { seconds = 1, rounds = 5 } = {},
): Promise<FastSpeed> {
  const rtl = await openRtl(config, { engine: 'verilator', effort: 'speed' })
  try {
    const chip = new FastChip(config)
    chip.load(stream)
    const { cycles } = chip.run()
    const probe = await rtl.bare(stream, 1)
    const repeats = Math.max(1, Math.round(seconds / Math.max(probe.seconds, 1e-6)))
    const pairs: { fast: number; verilator: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const { seconds: taken } = await rtl.bare(stream, repeats)
      pairs.push({ fast: timeFast(chip, seconds), verilator: taken / repeats })
    }
    const { fast, verilator } = median(pairs, (pair) => pair.verilator / pair.fast)
    return {
      cycles,
      fastSecondsPerRun: fast,
      verilatorSecondsPerRun: verilator,
      fastVsVerilator: verilator / fast,
    }
  } finally {
    await rtl.close()
  }
}

function recordProgram(config: ChipConfig, stream: Uint8Array) {
  const lastBeat = stream.length / chipGeometry(config).beatBytes - 1
  const always = { interval: 1 }
  const around = {
    legal: true,
    reckless: false,
    port: 'stream',
    bus: [],
    cycleLimit: 2 ** 40,
    reset: 'hard',
  } as const
  const episode = { bytes: stream, lastBeat, source: always, sink: always, ...around }
  const { inputs, outputs } = recordScenario(config, { memorySeed: 0, episodes: [episode] })
  // Reset and program, as the bare loop runs them; not the reading of the registers afterwards.
  const words = new Uint32Array(outputs.buffer, 0, outputs.length / 4)
  let cycles = 0
  while (!(words[cycles * RECORD_WORDS] & (OUTPUT_FLAGS.done | OUTPUT_FLAGS.error))) cycles++
  const bytes = cycles * RECORD_BYTES
  return { cycles, inputs: inputs.subarray(0, bytes), outputs: outputs.subarray(0, bytes) }
}

/** Cycles a second of giving and comparing all ports of a recording. */
async function timeReplay(
  rtl: RtlChip,
  { cycles, inputs, outputs }: { cycles: number; inputs: Uint8Array; outputs: Uint8Array },
  replays: number,
): Promise<number> {
  const pending: Promise<void>[] = []
  const begin = performance.now()
  for (let replay = 0; replay < replays; replay++) {
    for (let at = 0; at < inputs.length; at += FRAME_CYCLES * RECORD_BYTES) {
      const end = at + FRAME_CYCLES * RECORD_BYTES
      const expected = outputs.subarray(at, end)
      const frame = rtl.run(inputs.subarray(at, end)).then((got) => {
        if (Buffer.compare(expected, got) !== 0)
          throw new RtlAnswerError(rtl, 'outputs that differ from the stepped model')
      })
      pending.push(frame)
      if (pending.length > FRAMES_AHEAD) await pending.shift()
    }
  }
  await Promise.all(pending)
  return (replays * cycles) / ((performance.now() - begin) / 1000)
}

function timeFast(chip: FastChip, seconds: number): number {
  const begin = performance.now()
  let runs = 0
  while (performance.now() - begin < seconds * 1000 || runs === 0) {
    chip.run()
    runs++
  }
  return (performance.now() - begin) / 1000 / runs
}

function median<T>(values: readonly T[], of: (value: T) => number): T {
  return [...values].sort((a, b) => of(a) - of(b))[values.length >> 1]
}
