import { type ChipConfig, ConcordError } from '@concord/arch'
import { type ChipInputs, idleInputs } from '../ports.js'
import type { RunError, RunResult, StreamTiming } from '../run-result.js'
import { StreamBeats } from '../stream-beats.js'
import { VcdTrace } from '../vcd/trace.js'
import { ActivityMeter } from './activity-meter.js'
import { Chip } from './chip.js'
import { OutputBytes } from './output-bytes.js'

/** Random pauses of the host, on top of the timing. Both are asked once a cycle. */
export interface BackPressure {
  /** Whether a beat that is not offered yet is offered in this cycle; once offered it stays. */
  offer(cycle: number): boolean
  /** Whether a beat would be accepted in this cycle. */
  accept(cycle: number): boolean
}

/** Options of a stepped run. */
export interface StepOptions extends StreamTiming {
  readonly backPressure?: BackPressure
  /** Count what switches. */
  readonly activity?: boolean
  /** Write the waveform to this file, as VCD with the RTL's hierarchy and names. */
  readonly trace?: string
  /** Chip to run on, with the memories it has; a new one by default. It is reset first. */
  readonly chip?: Chip
  /** Cycles after which the run is given up. @defaultValue no limit */
  readonly maxCycles?: number
}

/**
 * Runs a stream on the stepped model, from reset to done or to the first error.
 *
 * @throws StreamShapeError when the stream is not whole beats
 * @throws CycleLimitError when `maxCycles` have passed
 */
export function runStep(config: ChipConfig, stream: Uint8Array, options: StepOptions = {}): RunResult {
  const steps = stepStream(config, stream, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Cycles between two pauses of {@link stepStream}. */
const PAUSE_CYCLES = 1024

/**
 * `runStep` that pauses now and then and says in which cycle it is, for callers that have to look after other things. Its
 * waveform is closed also when it is left early.
 */
export function* stepStream(
  config: ChipConfig,
  stream: Uint8Array,
  options: StepOptions = {},
): Generator<number, RunResult, void> {
  const beats = new StreamBeats(config, stream)
  const chip = options.chip ?? new Chip(config)
  const meter = options.activity ? new ActivityMeter(chip) : undefined
  const trace = options.trace === undefined ? undefined : new VcdTrace(chip, options.trace)
  const detach = [meter, trace].flatMap((observer) => (observer ? [chip.attach(observer)] : []))
  try {
    const { output, cycles, error } = yield* execute(chip, beats, options)
    return {
      output,
      cycles,
      counters: chip.counters,
      ...(error && { error }),
      memories: chip.memories(),
      ...(meter && { activity: meter.activity }),
    }
  } finally {
    for (const end of detach) end()
    trace?.close()
  }
}

function* execute(chip: Chip, beats: StreamBeats, options: StepOptions) {
  const { inputInterval = 1, outputInterval = 1, backPressure, maxCycles = Infinity } = options
  const output = new OutputBytes(chip.config.streamBits / 8)
  // One cycle of reset, one until the chip is awake
  chip.step({ ...idleInputs, rstN: false })
  chip.step(idleInputs)

  let beat = 0
  let held = false
  let readyFrom = 0
  let firstCycle = 0
  for (let cycle = 0; cycle < maxCycles; cycle++) {
    if (cycle % PAUSE_CYCLES === PAUSE_CYCLES - 1) yield cycle
    held ||= beat < beats.count && cycle >= beat * inputInterval && (backPressure?.offer(cycle) ?? true)
    const outReady = cycle >= readyFrom && (backPressure?.accept(cycle) ?? true)
    const outputs = chip.step(held ? offer(beats, beat, outReady) : { ...idleInputs, outReady })
    if (outputs.done || outputs.error) {
      const cycles = cycle - firstCycle
      return {
        output: output.bytes(),
        cycles,
        error: outputs.error ? readError(chip, cycles - 1) : undefined,
      }
    }
    if (held && outputs.inReady) {
      if (beat === 0) firstCycle = cycle
      beat++
      held = false
    }
    if (outputs.outValid && outReady) {
      output.push(outputs.outData, outputs.outDataHigh)
      readyFrom = cycle + outputInterval
    }
  }
  throw new CycleLimitError(maxCycles, beat, beats.count)
}

function offer(beats: StreamBeats, beat: number, outReady: boolean): ChipInputs {
  return {
    ...idleInputs,
    inValid: true,
    inData: beats.low(beat),
    inDataHigh: beats.high(beat),
    inLast: beat === beats.count - 1,
    outReady,
  }
}

function readError({ core }: Chip, cycle: number): RunError {
  return { code: core.errorQ, engine: core.errorEngineQ, index: core.errorIndexQ, cycle }
}

/** A run that did not end within the cycles it was given. */
export class CycleLimitError extends ConcordError {
  override readonly name = 'CycleLimitError'

  constructor(
    readonly maxCycles: number,
    readonly beatsAccepted: number,
    readonly beats: number,
  ) {
    super({
      what: 'The run was given up',
      where: `cycle ${maxCycles}, after ${beatsAccepted} of ${beats} beats`,
      why: 'the program was neither done nor in error after maxCycles',
      fix: 'allow more cycles, or let the host offer and accept beats more often',
    })
  }
}
