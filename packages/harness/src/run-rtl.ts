import { COUNTER_NAMES, ConcordError, type Counters, unpackErrorRegister, WISHBONE } from '@concord/arch'
import type { RunResult, StreamTiming } from '@concord/sim'
import { readBus } from './rtl/bus-reads.js'
import { contentsOfImage } from './rtl/memory-contents.js'
import type { RtlChip } from './rtl/rtl-chip.js'

export interface RtlRunOptions extends StreamTiming {
  /** Cycles after which the run is given up. @defaultValue no limit */
  readonly maxCycles?: number
}

/**
 * Runs a stream on the RTL from reset to done or to the first error, inside the simulator: what `runStep` does, and with the same result.
 * The memories keep what the run before left.
 *
 * @throws RtlRunError when the run is given up, or when an output port was X or Z
 */
export async function runRtl(
  rtl: RtlChip,
  stream: Uint8Array,
  options: RtlRunOptions = {},
): Promise<RunResult> {
  await rtl.reset()
  const said = rtl.messages.length
  const run = await rtl.stream(stream, options)
  if (run.unknown) throw new RtlRunError(rtl, 'an output port was X or Z')
  if (!run.done && !run.error) {
    throw new RtlRunError(rtl, `neither done nor in error after ${options.maxCycles} cycles`)
  }
  if (rtl.messages.length > said) throw new RtlRunError(rtl, rtl.messages.slice(said).trim())
  const [register, ...values] = await readBus(rtl, [
    WISHBONE.error,
    ...COUNTER_NAMES.map((_, i) => WISHBONE.counter0 + 4 * i),
  ])
  const state = unpackErrorRegister(register)
  return {
    output: run.output,
    cycles: run.cycles,
    counters: Object.fromEntries(COUNTER_NAMES.map((name, i) => [name, values[i]])) as Counters,
    ...(run.error && { error: { ...state, cycle: run.cycles - 1 } }),
    memories: contentsOfImage(rtl.config, await rtl.peek()),
  }
}

/** A run on the RTL did not come to an end that can be trusted. */
export class RtlRunError extends ConcordError {
  override readonly name = 'RtlRunError'

  constructor(rtl: RtlChip, why: string) {
    super({
      what: 'The run on the RTL failed',
      where: `${rtl.engine} (${rtl.style}) running ${rtl.config.name}`,
      why,
      fix: 'run the program in lock step with the stepped model, which shows the first cycle that differs',
    })
  }
}
