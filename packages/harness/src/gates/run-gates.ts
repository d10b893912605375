import { COUNTER_NAMES, type Counters, unpackErrorRegister, WISHBONE } from '@concord/arch'
import type { RunError } from '@concord/sim'
import { readBus } from '../rtl/bus-reads.js'
import type { RtlRunOptions } from '../run-rtl.js'
import type { GateChip } from './gate-chip.js'
import { GateAnswerError } from './gate-errors.js'

/** What a stream gave on a gate netlist. */
export interface GateRun {
  readonly output: Uint8Array
  readonly cycles: number
  readonly counters: Counters
  readonly error?: RunError
}

/**
 * Runs a stream on a gate netlist from reset to done or to the first error. The memories keep what the run before left.
 *
 * @throws GateAnswerError when the run is given up, or when an output port was X or Z
 */
export async function runGates(
  chip: GateChip,
  stream: Uint8Array,
  options: RtlRunOptions = {},
): Promise<GateRun> {
  await chip.reset()
  const run = await chip.stream(stream, options)
  if (run.unknown) throw new GateAnswerError(chip, 'an output port was X or Z')
  if (!run.done && !run.error) {
    throw new GateAnswerError(chip, `neither done nor in error after ${options.maxCycles} cycles`)
  }
  const [register, ...values] = await readBus(chip, [
    WISHBONE.error,
    ...COUNTER_NAMES.map((_, i) => WISHBONE.counter0 + 4 * i),
  ])
  return {
    output: run.output,
    cycles: run.cycles,
    counters: Object.fromEntries(COUNTER_NAMES.map((name, i) => [name, values[i]])) as Counters,
    ...(run.error && { error: { ...unpackErrorRegister(register!), cycle: run.cycles - 1 } }),
  }
}
