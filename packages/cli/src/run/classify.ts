import type { Program } from '@concord/arch'
import { classify, Execution } from '@concord/mapper'
import type { Engine } from '../engines/engine.js'
import type { DataSet } from '../io/data-set.js'
import type { Session } from '../session/session.js'
import type { ProgramCycles } from './count-program.js'
import { batches, runBatch } from './run-batch.js'

/** What running a program over a data set gave. */
export interface Classified {
  /** Result of each input: index of the largest score, the first one of several. */
  readonly results: Uint16Array
  readonly executions: number
}

/** Time after which the loop lets signals through. */
const BREATH_MS = 50

/**
 * Runs a program over all inputs, `batch` at a time; a last batch that is not full is filled up with inputs of zeros.
 *
 * @param expected - cycles and counters of every pass
 * @throws CycleError when an execution counts something else
 */
export async function classifyAll(
  program: Program,
  engine: Engine,
  data: DataSet,
  expected: ProgramCycles,
  session: Session,
): Promise<Classified> {
  const results = new Uint16Array(data.count)
  const phase = session.progress.phase(`running on the ${engine.name} engine`, data.count, 'inputs')
  let breath = Date.now()
  const execution = new Execution(program)
  let executions = 0
  for (const { first, count } of batches(execution, data)) {
    if (Date.now() - breath > BREATH_MS) {
      phase.update(first)
      await session.breathe()
      breath = Date.now()
    }
    await runBatch(execution, engine, expected)
    for (let i = 0; i < count; i++) results[first + i] = classify(execution, i).label
    executions++
  }
  phase.end()
  return { results, executions }
}
