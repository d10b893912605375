import type { Program } from '@concord/arch'
import type { Engine, EngineOptions } from '../engines/engine.js'
import type { DataSet } from '../io/data-set.js'
import type { LoadedProgram } from '../io/load-program.js'
import type { Sample } from '../report/samples.js'
import type { Session } from '../session/session.js'
import { buildRecord } from './build-record.js'
import { classifyAll } from './classify.js'
import { countActivity } from './count-activity.js'
import { countProgram } from './count-program.js'
import { findProvenance } from './provenance.js'
import type { RunRecord } from './record.js'

/** What to run, on what, and how much of it is looked at closely. */
export interface RunOptions extends Omit<EngineOptions, 'breathe'> {
  readonly loaded: LoadedProgram
  readonly data: DataSet
  /** Opens the engine; it is closed again whatever happens. */
  readonly open: (program: Program, options: EngineOptions) => Engine | Promise<Engine>
  /** Inputs over which switching is counted, at least. */
  readonly activity: number
}

/** Runs a program over a data set and finds out everything a record holds. */
export async function runProgram(options: RunOptions, session: Session): Promise<RunRecord> {
  const { loaded, data, open, activity } = options
  const { program } = loaded
  const report = countProgram(program, options)
  const engine = await open(program, { ...options, breathe: () => session.breathe() })
  try {
    const classified = await classifyAll(program, engine, data, report, session)
    const counted = await countActivity(program, data, activity, options, session)
    const provenance = await findProvenance()
    return buildRecord({ loaded, data, engine, options, report, classified, counted, provenance })
  } finally {
    await engine.close()
  }
}

/** Inputs of each kind that a report shows. */
const SAMPLES = 12

/** The first right and the first wrong inputs of a run. */
export function pickSamples(record: RunRecord, data: DataSet): Sample[] {
  const { elements, shape, pixels, labels } = data
  const samples = record.results.map((result, index) => ({ index, result, label: labels?.[index] }))
  const isWrong = ({ label, result }: (typeof samples)[number]) => label !== undefined && label !== result
  const right = samples.filter((sample) => !isWrong(sample)).slice(0, SAMPLES)
  const wrong = samples.filter(isWrong).slice(0, SAMPLES)
  return [...right, ...wrong].map((sample) => ({
    ...sample,
    shape,
    data: pixels.subarray(sample.index * elements, (sample.index + 1) * elements),
  }))
}
