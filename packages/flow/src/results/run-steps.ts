import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { knownVariables } from '../facts/known-variables.js'

/** One step of a run. */
export interface RunStep {
  readonly number: number
  /** As LibreLane calls it, such as `Yosys.Synthesis`; the name of its folder when the step is none of the flow's. */
  readonly id: string
  readonly folder: string
  /** Time it took; undefined while it runs. */
  readonly seconds?: number
  /** It left a state for the next step. */
  readonly done: boolean
}

/** Steps of a run so far, in order; none while the folder is not there. */
export function readRunSteps(runFolder: string): RunStep[] {
  if (!existsSync(runFolder)) return []
  return readdirSync(runFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d+-/.test(entry.name))
    .map(({ name }) => {
      const folder = join(runFolder, name)
      const seconds = readSeconds(join(folder, 'runtime.txt'))
      return {
        number: Number.parseInt(name, 10),
        id: stepId(name),
        folder,
        ...(seconds !== undefined && { seconds }),
        done: existsSync(join(folder, 'state_out.json')),
      }
    })
    .sort((a, b) => a.number - b.number)
}

/** `Yosys.Synthesis` of `06-yosys-synthesis` and of `06-yosys-synthesis-2`. */
function stepId(folder: string): string {
  const name = folder.replace(/^\d+-/, '')
  const slug = (id: string) => id.toLowerCase().replaceAll('.', '-')
  const { steps } = knownVariables()
  return (
    steps.find((id) => slug(id) === name) ??
    steps.find((id) => slug(id) === name.replace(/-\d+$/, '')) ??
    name
  )
}

/** Seconds of `00:02:14.487`. */
function readSeconds(path: string): number | undefined {
  if (!existsSync(path)) return undefined
  const time = /^(\d+):(\d+):([\d.]+)/.exec(readFileSync(path, 'utf8').trim())
  if (time === null) return undefined
  const [hours, minutes, seconds] = time.slice(1).map(Number) as [number, number, number]
  return 3600 * hours + 60 * minutes + seconds
}
