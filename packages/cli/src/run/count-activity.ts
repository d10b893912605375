import { ACTIVITY_NAMES, type Activity, type Program, zeroActivity } from '@concord/arch'
import { Execution } from '@concord/mapper'
import { FastChip, type StreamTiming } from '@concord/sim'
import { FastPasses } from '../engines/fast-passes.js'
import type { DataSet } from '../io/data-set.js'
import type { Session } from '../session/session.js'
import { batches } from './run-batch.js'

/** What switched while some of the inputs ran. */
export interface CountedActivity {
  readonly activity: Activity
  readonly executions: number
  /** Inputs in these executions, without those that fill up a batch. */
  readonly inputs: number
}

/** Counts what switches on the real data, over whole executions, on a chip that starts with empty memories. */
export async function countActivity(
  program: Program,
  data: DataSet,
  inputs: number,
  timing: StreamTiming,
  session: Session,
): Promise<CountedActivity> {
  const passes = new FastPasses([new FastChip(program.config, { activity: true })], program)
  const execution = new Execution(program)
  const sum = zeroActivity()
  const total = Math.min(inputs, data.count)
  const phase = session.progress.phase('counting what switches', total, 'inputs')
  let executions = 0
  let counted = 0
  for (const { count } of batches(execution, data)) {
    for (const { index } of execution.passes) {
      const { activity, output } = passes.load(index, execution.stream(index)).run(timing)
      for (const name of ACTIVITY_NAMES) sum[name] += activity![name]
      execution.take(index, output)
    }
    executions++
    counted += count
    phase.update(Math.min(counted, total))
    await session.breathe()
    if (counted >= inputs) break
  }
  phase.end()
  return { activity: sum, executions, inputs: counted }
}
