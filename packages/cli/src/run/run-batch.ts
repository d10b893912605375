import { COUNTER_NAMES, ConcordError, type Program } from '@concord/arch'
import type { Execution } from '@concord/mapper'
import type { CycleCount } from '@concord/sim'
import type { Engine, PassResult } from '../engines/engine.js'
import type { DataSet } from '../io/data-set.js'
import type { ProgramCycles } from './count-program.js'

/** Inputs that are executed together. */
export interface Batch {
  /** Number of the first one in the data set, and how many there are. */
  readonly first: number
  readonly count: number
}

/** Gives the inputs of a data set to an execution, batch by batch; a last batch that is not full is filled with zeros. */
export function* batches(execution: Execution, data: DataSet): Generator<Batch> {
  const { batch } = execution.program
  const empty = new Uint8Array(data.elements)
  for (let first = 0; first < data.count; first += batch) {
    const count = Math.min(batch, data.count - first)
    for (let i = 0; i < batch; i++) {
      const at = (first + i) * data.elements
      execution.setInput(i, i < count ? data.pixels.subarray(at, at + data.elements) : empty)
    }
    yield { first, count }
  }
}

/**
 * Runs all passes of a program on the inputs that it was given.
 *
 * @param expected - cycles and counters of every pass
 * @throws CycleError when a pass counts something else
 */
export async function runBatch(execution: Execution, engine: Engine, expected: ProgramCycles): Promise<void> {
  for (const { index } of execution.passes) {
    const result = await engine.execute(index, execution.stream(index))
    checkCycles(execution.program, engine, result, expected.passes[index])
    execution.take(index, result.output)
  }
}

function checkCycles({ config }: Program, engine: Engine, got: PassResult, expected: CycleCount): void {
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
