import type { Activity, ChipConfig } from '@concord/arch'
import { ActivityMeter, Chip, idleInputs, StreamBeats } from '@concord/sim'
import { packInputs, packOutputs, RECORD_BYTES, RECORD_WORDS } from '../rtl/ports.js'

/** The ports of a chip through the first cycles of a program, and what the model counted meanwhile. */
export interface RunRecording {
  /** Records of ports.ts, one a cycle, reset included. */
  readonly inputs: Uint8Array
  readonly outputs: Uint8Array
  /** First record that counts: that of the first accepted beat. */
  readonly from: number
  /** Records that count. */
  readonly cycles: number
  readonly activity: Activity
}

export interface RecordOptions {
  /** Cycles from the first accepted beat after which the recording ends, if the program has not. */
  readonly cycles: number
  /** Beat k is offered from cycle k * interval on. 1 when left out. */
  readonly inputInterval?: number
}

/** Runs a program on the stepped model from empty memories and writes its ports down. */
export function recordRun(
  config: ChipConfig,
  stream: Uint8Array,
  { cycles, inputInterval = 1 }: RecordOptions,
): RunRecording {
  const beats = new StreamBeats(config, stream)
  const chip = new Chip(config)
  const inputs = new Uint32Array((cycles + LEAD) * RECORD_WORDS)
  const outputs = new Uint32Array(inputs.length)
  let at = 0
  const step = (ports: typeof idleInputs): ReturnType<Chip['step']> => {
    const out = chip.step(ports)
    packInputs(ports, inputs, at * RECORD_WORDS)
    packOutputs(out, outputs, at * RECORD_WORDS)
    at++
    return out
  }
  for (let i = 0; i < RESET; i++) step({ ...idleInputs, rstN: false })
  step(idleInputs)
  const meter = new ActivityMeter(chip)
  chip.attach(meter)
  const from = at
  let beat = 0
  for (let cycle = 0; cycle < cycles; cycle++) {
    const offered = beat < beats.count && cycle >= beat * inputInterval
    const out = step({
      ...idleInputs,
      outReady: true,
      ...(offered && {
        inValid: true,
        inData: beats.low(beat),
        inDataHigh: beats.high(beat),
        inLast: beat === beats.count - 1,
      }),
    })
    if (out.done || out.error) break
    if (offered && out.inReady) beat++
  }
  const bytes = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, 0, at * RECORD_BYTES)
  return { inputs: bytes(inputs), outputs: bytes(outputs), from, cycles: at - from, activity: meter.activity }
}

/** Cycles of reset, and with the one until the chip is awake those before the program. */
const RESET = 2
const LEAD = RESET + 1
