import { ConcordError, type Program } from '@concord/arch'
import { classify, packInput } from '@concord/mapper'
import type { Engine, Execution } from '../engines/engine.js'
import type { DataSet } from '../io/data-set.js'
import { InputError } from '../io/input-file.js'
import type { Session } from '../session/session.js'

/** What running a program over a data set gave. */
export interface Classified {
  /** Result of each input: index of the largest score, the first one of several. */
  readonly results: Uint16Array
  readonly executions: number
  /** Of one execution; all take the same. */
  readonly cycles: number
}

/** Time after which the loop lets signals through. */
const BREATH_MS = 50

/**
 * Runs a program over all inputs, `batch` at a time; a last batch that is not full is filled up with inputs of zeros.
 *
 * @param cycles - what each execution must take
 * @throws CycleError when an execution takes another number of cycles
 */
export async function classifyAll(
  program: Program,
  engine: Engine,
  data: DataSet,
  cycles: number,
  session: Session,
): Promise<Classified> {
  checkElements(program, data)
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
    checkCycles(program, engine, execution, cycles)
    for (let i = 0; i < count; i++) results[first + i] = classify(program, execution.output, i).label
    executions++
  }
  phase.end()
  return { results, executions, cycles }
}

/** Batches of a data set as streams; the same buffer each time. */
export function* batches(program: Program, data: DataSet) {
  const { batch } = program
  const stream = program.stream.slice()
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

/** @throws InputError when the inputs have another size than the network takes */
export function checkElements({ encoding }: Program, data: DataSet): void {
  if (data.elements === encoding.elements) return
  throw new InputError(
    'Wrong image size',
    data.name,
    `an image has ${data.elements} bytes (${data.shape.join(' × ')}), the network takes ${encoding.elements}`,
    'give images of the size that the network was trained for',
  )
}

function checkCycles({ config }: Program, engine: Engine, execution: Execution, cycles: number): void {
  if (execution.cycles !== cycles) throw new CycleError(config.name, engine.name, execution.cycles, cycles)
}

/** An engine and the closed form disagree about time: one of them is wrong. */
export class CycleError extends ConcordError {
  override readonly name = 'CycleError'

  constructor(
    chip: string,
    engine: string,
    readonly got: number,
    readonly expected: number,
  ) {
    super({
      what: 'The engine and the closed form count different cycles',
      where: `${engine} engine, chip ${chip}`,
      why: `an execution took ${got} cycles, the closed form says ${expected}`,
      fix: 'this is a bug in Concord; "concord verify" shows where the two part',
    })
  }
}
