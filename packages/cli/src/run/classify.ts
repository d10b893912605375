import { COUNTER_NAMES, ConcordError, type Program } from '@concord/arch'
import { classify, packInput } from '@concord/mapper'
import type { CycleCount } from '@concord/sim'
import type { Engine, Execution } from '../engines/engine.js'
import type { DataSet } from '../io/data-set.js'
import type { Session } from '../session/session.js'

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
 * @param expected - cycles and counters of every execution
 * @throws CycleError when an execution counts something else
 */
export async function classifyAll(
  program: Program,
  engine: Engine,
  data: DataSet,
  expected: CycleCount,
  session: Session,
): Promise<Classified> {
  const results = new Uint16Array(data.count)
  const phase = session.progress.phase(`running on the ${engine.name} engine`, data.count, 'inputs')
  let breath = Date.now()
  let executions = 0
  for (const { first, count, stream } of batches(program, data)) {
    if (Date.now() - breath > BREATH_MS) {
      phase.update(first)
      await session.breathe()
      breath = Date.now()
    }
    const execution = await engine.execute(stream)
    checkCycles(program, engine, execution, expected)
    for (let i = 0; i < count; i++) results[first + i] = classify(program, execution.output, i).label
    executions++
  }
  phase.end()
  return { results, executions }
}

/** Batches of a data set as streams; the same buffer each time. */
export function* batches(program: Program, data: DataSet) {
  const { batch } = program
  const stream = new Uint8Array(program.stream)
  const empty = new Uint8Array(data.elements)
  for (let first = 0; first < data.count; first += batch) {
    const count = Math.min(batch, data.count - first)
    for (let i = 0; i < batch; i++) {
      const at = (first + i) * data.elements
      packInput(program, i, i < count ? data.pixels.subarray(at, at + data.elements) : empty, stream)
    }
    yield { first, count, stream }
  }
}

function checkCycles({ config }: Program, engine: Engine, got: Execution, expected: CycleCount): void {
  if (got.cycles !== expected.cycles) {
    throw new CycleError(config.name, engine.name, 'cycles', got.cycles, expected.cycles)
  }
  for (const name of COUNTER_NAMES) {
    const [count, exact] = [got.counters[name], expected.counters[name]]
    if (count !== exact) throw new CycleError(config.name, engine.name, name, count, exact)
  }
}

/** An engine and the closed form disagree about time: one of them is wrong. */
export class CycleError extends ConcordError {
  override readonly name = 'CycleError'

  constructor(
    chip: string,
    engine: string,
    readonly counter: string,
    readonly got: number,
    readonly expected: number,
  ) {
    super({
      what: 'The engine and the closed form count differently',
      where: `${engine} engine, chip ${chip}`,
      why: `${counter}: the engine counts ${got}, the closed form says ${expected}`,
      fix: 'this is a bug in Concord; "concord verify" shows where the two part',
    })
  }
}
