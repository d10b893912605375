import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConcordError } from '@concord/arch'
import type { Design } from '../design/design.js'
import { designFiles } from '../design/design-files.js'
import { FOLDER_FILES } from '../design/librelane-config.js'
import { RTL_FOLDER } from '../design/sources.js'

/** Commands that each corner of static timing reads before it reports power. */
const ACTIVITY_FILE = 'activity.tcl'

/** What goes into a run folder beside the design. */
export interface RunFolderOptions {
  /** The chip's configuration, kept with the run. */
  readonly chip: object
  /** Tcl file with switching activity for power reports. */
  readonly activity?: string | undefined
}

/**
 * Writes everything LibreLane needs into a folder: sources, configuration, constraints, pin order.
 *
 * The folder holds all files or none. One that is there already keeps its runs; its sources and settings are replaced.
 *
 * @throws RunFolderError when the folder is something else
 */
export function writeRunFolder(design: Design, folder: string, options: RunFolderOptions): void {
  const { activity } = options
  const variables =
    activity === undefined ? {} : { STA_EXTRA_CORNER_TCL_FILE: `dir::${ACTIVITY_FILE}` as const }
  const files = designFiles({ ...design, variables: { ...design.variables, ...variables } }, 'rtl')
  checkFolder(folder, design)
  const draft = `${folder}.${randomBytes(4).toString('hex')}.part`
  try {
    for (const source of design.sources) {
      const target = join(draft, 'rtl', source)
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(join(RTL_FOLDER, source), target)
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(draft, name), text)
    writeFileSync(join(draft, 'chip.json'), `${JSON.stringify(options.chip, null, 2)}\n`)
    if (activity !== undefined) copyFileSync(activity, join(draft, ACTIVITY_FILE))
    mkdirSync(folder, { recursive: true })
    for (const name of ['rtl', ...Object.keys(files), 'chip.json', ACTIVITY_FILE]) {
      rmSync(join(folder, name), { recursive: true, force: true })
      if (existsSync(join(draft, name))) renameSync(join(draft, name), join(folder, name))
    }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** A folder of another design, or of something else altogether, is left alone. */
function checkFolder(folder: string, { top }: Design): void {
  if (!existsSync(folder)) return
  const config = join(folder, FOLDER_FILES.config)
  if (!existsSync(config)) throw new RunFolderError(folder, `it is there and has no ${FOLDER_FILES.config}`)
  const { DESIGN_NAME } = JSON.parse(readFileSync(config, 'utf8')) as { DESIGN_NAME?: unknown }
  if (DESIGN_NAME !== top) throw new RunFolderError(folder, `it is of the design ${String(DESIGN_NAME)}`)
}

/** A run folder cannot be written. */
export class RunFolderError extends ConcordError {
  override readonly name = 'RunFolderError'

  constructor(folder: string, why: string, fix = 'choose another one with --out') {
    super({ what: 'Cannot harden in this folder', where: folder, why, fix })
  }
}
