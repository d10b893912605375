import { ConcordError, type Program } from '@concord/arch'
import { type Mismatch, openLockStep, type RtlEngine } from '@concord/harness'
import { Execution } from '@concord/mapper'
import { Chip, FastChip, type RunResult, type StreamTiming, stepStream } from '@concord/sim'
import { FastPasses } from '../engines/fast-passes.js'
import type { DataSet } from '../io/data-set.js'
import type { Session } from '../session/session.js'
import { compareRuns } from './compare-runs.js'
import { batches } from './run-batch.js'

/** What was compared, all of it equal. */
export interface LockStep {
  readonly engines: readonly string[]
  readonly executions: number
  /** Cycles in each of which every port of the RTL was compared. */
  readonly cycles: number
}

/** What to compare, and how the program is fed. */
export interface LockStepOptions extends Required<StreamTiming> {
  readonly program: Program
  readonly data: DataSet
  readonly engines: readonly RtlEngine[]
}

/**
 * Runs a program over a data set in lock step: every port of the RTL in every cycle, all performance counters and all memories
 * must equal the stepped model's; and the output, cycles, counters and memories of the fast path must, too.
 *
 * @throws LockStepError at the first difference
 */
export async function checkLockStep(options: LockStepOptions, session: Session): Promise<LockStep> {
  const { program, data, engines } = options
  const { config, batch } = program
  session.progress.phase(`compiling the RTL of ${config.name} with ${engines.join(' and ')}`)
  const rtl = await openLockStep(config, { ...options, onProgress: () => session.signal.throwIfAborted() })
  try {
    const fast = new FastPasses([new FastChip(config)], program)
    const execution = new Execution(program)
    const chip = new Chip(config)
    const phase = session.progress.phase('comparing in lock step', data.count, 'inputs')
    let compared = 0
    let executions = 0
    for (const { first } of batches(execution, data)) {
      const fail = (mismatch: Mismatch) => {
        throw new LockStepError(config.name, first, Math.min(first + batch, data.count) - 1, mismatch)
      }
      phase.update(first)
      await session.breathe()
      for (const { index } of execution.passes) {
        const stream = execution.stream(index)
        const { cycles, mismatch } = await rtl.run(stream)
        if (mismatch) fail(mismatch)
        const loaded = fast.load(index, stream)
        const run = { ...loaded.run(options), memories: loaded.memories() }
        const difference = compareRuns(await stepThrough(chip, stream, options, session), run)
        if (difference) fail({ engine: 'fast', ...difference })
        execution.take(index, run.output)
        compared += cycles
      }
      executions++
    }
    phase.end()
    return { engines: ['step', 'fast', ...engines], executions, cycles: compared }
  } finally {
    await rtl.close()
  }
}

async function stepThrough(
  chip: Chip,
  stream: Uint8Array,
  { inputInterval, outputInterval }: StreamTiming,
  session: Session,
): Promise<RunResult> {
  const timing = { ...(inputInterval && { inputInterval }), ...(outputInterval && { outputInterval }) }
  const steps = stepStream(chip.config, stream, { chip, ...timing })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await session.breathe()
  }
}

/** Two models of the chip do not do the same. */
export class LockStepError extends ConcordError {
  override readonly name = 'LockStepError'

  constructor(
    chip: string,
    first: number,
    last: number,
    readonly mismatch: Mismatch,
  ) {
    const { engine, cycle, signal, expected, got } = mismatch
    const time = cycle === undefined ? 'at the end' : `in cycle ${cycle}`
    super({
      what: 'The models of the chip differ',
      where: `${chip}, inputs ${first} to ${last}, ${time}`,
      why: `${signal} is ${expected} on the stepped model and ${got} on ${engine}`,
      fix: 'this is a bug in Concord; "concord run --engine step --trace" and "--engine verilator --trace" show both waveforms',
    })
  }
}
