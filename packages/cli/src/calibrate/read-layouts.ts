import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { LayoutTruth } from '@concord/estimator'
import { collectRun } from '@concord/flow'
import { readChip } from '../io/chip-option.js'
import { InputError } from '../io/input-file.js'

/**
 * Reads what LibreLane made of chips: of each folder of `concord harden` the newest run.
 *
 * @throws InputError for a folder without a chip, without a run, or with a run that measured no cells
 * @throws MetricsError when a file of metrics is damaged
 */
export async function readLayouts(folders: readonly string[]): Promise<LayoutTruth[]> {
  const layouts: LayoutTruth[] = []
  for (const folder of folders) {
    const config = await readChip(join(folder, 'chip.json'))
    const run = newestRun(folder)
    const { cellAreaUm2, coreAreaUm2 } = collectRun(run).figures
    if (cellAreaUm2 === undefined || cellAreaUm2 <= 0) {
      throw noLayout(run, 'none of its steps has measured the cells')
    }
    layouts.push({ config, run: relative(process.cwd(), run), cellAreaUm2, coreAreaUm2 })
  }
  return layouts
}

function newestRun(folder: string): string {
  const runs = join(folder, 'runs')
  const names = existsSync(runs) ? readdirSync(runs).map((name) => join(runs, name)) : []
  const newest = names
    .filter((path) => statSync(path).isDirectory())
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  if (newest === undefined) throw noLayout(folder, 'it holds no run of LibreLane')
  return newest
}

function noLayout(where: string, why: string): InputError {
  return new InputError(
    'There is no layout to compare with',
    where,
    why,
    'let "concord harden" run at least to Yosys.Synthesis',
  )
}
