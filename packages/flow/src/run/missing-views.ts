import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ConcordError } from '@concord/arch'
import type { Design } from '../design/design.js'

/** Where an installation of the PDK gets the macros from. */
const SOURCE =
  'the library sky130_sram_macros of open_pdks ("ciel enable --pdk-family sky130 -l sky130_sram_macros …"), or github.com/VLSIDA/sky130_sram_macros'

/**
 * Files that a design takes from the PDK and that this one does not have, under `PDK_ROOT`.
 *
 * @param pdkRoot - without it LibreLane fetches a PDK of its own, of which nothing is known here
 */
export function missingViews({ pdkFiles = [] }: Design, pdkRoot: string | undefined): string[] {
  return pdkRoot === undefined ? [] : pdkFiles.filter((path) => !existsSync(join(pdkRoot, path)))
}

/** What to do about missing views, in a sentence. */
export function describeMissing(files: readonly string[]): string {
  return `${files.join(' and ')} must be under PDK_ROOT; they come with ${SOURCE}`
}

/** The PDK has no layout of a macro that LibreLane is to place. */
export class MissingViewsError extends ConcordError {
  override readonly name = 'MissingViewsError'

  constructor(folder: string, pdkRoot: string, files: readonly string[]) {
    super({
      what: 'The PDK does not have the SRAM macros of this chip',
      where: pdkRoot,
      why: `there is no ${files.join(' and no ')}`,
      fix: `${describeMissing(files)}; the run folder ${folder} is complete, and --prepare prints its command line`,
    })
  }
}
