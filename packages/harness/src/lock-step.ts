import { type ChipConfig, chipGeometry } from '@concord/arch'
import { Chip } from '@concord/sim'
import type { RtlStyle } from './build/rtl-sources.js'
import type { Effort } from './build/verilator.js'
import { Host } from './check/host.js'
import type { Mismatch } from './check/mismatch.js'
import { compareContents, contentsOfImage } from './rtl/memory-contents.js'
import { compareOutputs, packInputs, packOutputs, RECORD_BYTES, RECORD_WORDS } from './rtl/ports.js'
import { openRtl, type RtlChip, type RtlEngine } from './rtl/rtl-chip.js'

export interface LockStepOptions {
  /** @defaultValue Verilator only */
  readonly engines?: readonly RtlEngine[]
  readonly style?: RtlStyle
  readonly effort?: Effort
  /** As in `StreamTiming`. */
  readonly inputInterval?: number
  readonly outputInterval?: number
  /** File for the waveform of the RTL (VCD), with one engine. */
  readonly trace?: string
  /** Called after every frame of cycles. */
  readonly onProgress?: (cycles: number) => void
}

export interface LockStepReport {
  /** Cycles in which every port was compared, reset and the reading of the counters included. */
  readonly cycles: number
  /** Output of the stepped model, and of the RTL as far as there is no mismatch. */
  readonly output: Uint8Array
  /** First difference between the stepped model and an RTL engine; undefined when there is none. */
  readonly mismatch?: Mismatch
}

const FRAME_CYCLES = 4096
/** A program that moves nothing this long is not worth comparing further; far above any legal pause. */
const CYCLE_LIMIT = 2 ** 40

/**
 * Runs a program on the stepped model and on the RTL and compares every output port in every cycle, then all counters (over the bus)
 * and all memories. Stops at the first difference.
 */
export async function lockStep(
  config: ChipConfig,
  stream: Uint8Array,
  options: LockStepOptions = {},
): Promise<LockStepReport> {
  const session = await openLockStep(config, options)
  try {
    return await session.run(stream)
  } finally {
    await session.close()
  }
}

/** A stepped model and RTL chips side by side; runs any number of programs, the memories stay from one to the next. */
export interface LockStepSession {
  run(stream: Uint8Array): Promise<LockStepReport>
  close(): Promise<void>
}

/** Compiles and starts the RTL for {@link lockStep}. */
export async function openLockStep(
  config: ChipConfig,
  options: LockStepOptions = {},
): Promise<LockStepSession> {
  const { engines = ['verilator'], style = 'generic', effort = 'check', trace } = options
  const rtls: RtlChip[] = []
  for (const engine of engines) {
    rtls.push(await openRtl(config, { engine, style, effort, ...(trace ? { trace } : {}) }))
  }
  const chip = new Chip(config)
  return {
    run: (stream) => runProgram(chip, rtls, stream, options),
    close: async () => {
      await Promise.all(rtls.map((rtl) => rtl.close()))
    },
  }
}

async function runProgram(
  chip: Chip,
  rtls: readonly RtlChip[],
  stream: Uint8Array,
  { inputInterval = 1, outputInterval = 1, onProgress }: LockStepOptions,
): Promise<LockStepReport> {
  const { beatBytes } = chipGeometry(chip.config)
  const host = new Host(
    {
      bytes: stream,
      lastBeat: stream.length / beatBytes - 1,
      ...{ legal: true, reckless: false, port: 'stream', bus: [], cycleLimit: CYCLE_LIMIT, reset: 'hard' },
      source: { interval: inputInterval },
      sink: { interval: outputInterval },
    },
    beatBytes,
    true,
  )
  let cycles = 0
  let mismatch: Mismatch | undefined
  let checked = Promise.resolve()
  while (!host.over && !mismatch) {
    const frame = stepFrame(chip, host)
    const first = cycles
    cycles += frame.cycles
    // The RTL runs this frame while the stepped model is at the next one.
    await checked
    checked = Promise.all(rtls.map((rtl) => checkFrame(rtl, frame, first))).then((found) => {
      mismatch ??= found.find((difference) => difference !== undefined)
      onProgress?.(cycles)
    })
  }
  await checked
  for (const rtl of mismatch ? [] : rtls) {
    const memories = contentsOfImage(chip.config, await rtl.peek())
    const difference = compareContents(chip.config, chip.memories(), memories)
    if (!difference) continue
    mismatch ??= {
      ...{ engine: rtl.engine, signal: difference.place },
      ...{ expected: difference.expected, got: difference.got },
    }
  }
  return { cycles, output: Uint8Array.from(host.output), ...(mismatch && { mismatch }) }
}

interface Frame {
  readonly cycles: number
  readonly inputs: Uint8Array
  readonly outputs: Uint8Array
}

function stepFrame(chip: Chip, host: Host): Frame {
  const inputs = new Uint32Array(FRAME_CYCLES * RECORD_WORDS)
  const outputs = new Uint32Array(FRAME_CYCLES * RECORD_WORDS)
  let cycles = 0
  for (; cycles < FRAME_CYCLES && !host.over; cycles++) {
    const given = host.drive()
    const shown = chip.step(given)
    packInputs(given, inputs, cycles * RECORD_WORDS)
    packOutputs(shown, outputs, cycles * RECORD_WORDS)
    host.observe(given, shown)
  }
  const bytes = (words: Uint32Array) => new Uint8Array(words.buffer, 0, cycles * RECORD_BYTES)
  return { cycles, inputs: bytes(inputs), outputs: bytes(outputs) }
}

async function checkFrame(rtl: RtlChip, frame: Frame, first: number): Promise<Mismatch | undefined> {
  const difference = compareOutputs(frame.outputs, await rtl.run(frame.inputs))
  return difference && { engine: rtl.engine, ...difference, cycle: first + difference.cycle }
}
