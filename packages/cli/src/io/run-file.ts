import { ACTIVITY_NAMES, type ChipConfig, STRUCTURAL_FIELDS } from '@concord/arch'
import type { RunRecord } from '../run/record.js'
import { InputError, readInput } from './input-file.js'

/** The parts of a run that an estimate needs. */
export type RunFile = Pick<RunRecord, 'model' | 'inputs' | 'cycles' | 'switching' | 'chipConfig' | 'layers'>

/**
 * Reads what `concord run --json` wrote.
 *
 * @throws InputError when it is something else, or of a chip with another structure
 */
export async function readRunRecord(path: string, config: ChipConfig): Promise<RunFile> {
  const text = new TextDecoder().decode(await readInput(path))
  let run: RunFile
  try {
    run = JSON.parse(text)
  } catch (cause) {
    throw notRun(path, `it is no JSON: ${(cause as Error).message}`, cause)
  }
  const missing = missingPart(run)
  if (missing) throw notRun(path, `it has no ${missing}`)
  const different = STRUCTURAL_FIELDS.filter((field) => run.chipConfig[field] !== config[field])
  if (different.length > 0) {
    const fields = different.map((field) => `${field} ${run.chipConfig[field]}, not ${config[field]}`)
    const why = `it ran on ${run.chipConfig.name}, which differs from ${config.name}: ${fields.join('; ')}`
    throw new InputError(
      'The run is of another chip',
      path,
      why,
      `run the network with --chip ${config.name}`,
    )
  }
  return run
}

function missingPart(run: Partial<RunFile> | null): string | undefined {
  if (typeof run !== 'object' || run === null) return 'object at its top'
  if (typeof run.model?.file !== 'string') return 'model.file'
  if (typeof run.chipConfig !== 'object') return 'chipConfig'
  if (!isPositive(run.inputs)) return 'inputs'
  if (!isPositive(run.cycles?.perExecution)) return 'cycles.perExecution'
  if (!isPositive(run.cycles?.executions)) return 'cycles.executions'
  if (!Array.isArray(run.layers)) return 'layers'
  const { switching } = run
  if (!isPositive(switching?.executions) || !isPositive(switching?.inputs)) return 'switching'
  const counts: Partial<RunRecord['switching']['activity']> = switching?.activity ?? {}
  const absent = ACTIVITY_NAMES.find((name) => typeof counts[name] !== 'number')
  return absent && `switching.activity.${absent}`
}

function isPositive(value: number | undefined): boolean {
  return typeof value === 'number' && value > 0
}

function notRun(path: string, why: string, cause?: unknown): InputError {
  return new InputError('Not a run', path, why, 'give the file that "concord run --json FILE" wrote', cause)
}
