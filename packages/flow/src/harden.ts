import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ChipConfig } from '@concord/arch'
import { VIEWS_FOLDER } from './design/caravel-designs.js'
import type { Design } from './design/design.js'
import { type CollectedRun, collectRun } from './results/collect-run.js'
import { findFailure, type RunFailure } from './results/failure.js'
import type { RunStep } from './results/run-steps.js'
import { type RunRequest, shellCommand } from './run/command.js'
import type { LibreLane } from './run/find-librelane.js'
import { describeMissing, MissingViewsError, missingViews } from './run/missing-views.js'
import { renderLayout } from './run/render-layout.js'
import { RunFolderError, writeRunFolder } from './run/run-folder.js'
import { runLibreLane } from './run/run-librelane.js'

export interface HardenOptions {
  readonly chip: ChipConfig
  readonly design: Design
  /** Run folder to write, or to go on with. */
  readonly folder: string
  /** Tcl file with switching activity for power reports. */
  readonly activity?: string | undefined
  /** Design whose views this one places, in a folder beside this one. */
  readonly macro?: Design | undefined
  readonly to?: string | undefined
  readonly pdkRoot?: string | undefined
  /** Name of the run. */
  readonly tag: string
  readonly librelane: LibreLane | undefined
  readonly signal: AbortSignal
  readonly onStep: (step: RunStep) => void
}

/** What hardening came to. */
export interface HardenResult {
  readonly chip: string
  readonly design: string
  readonly folder: string
  /** `prepared`: no LibreLane, the folder is complete. `findings`: a layout, but a check found something. `failed`: no layout. */
  readonly status: 'prepared' | 'done' | 'findings' | 'failed'
  /** Command line, for a shell. */
  readonly command: string
  readonly librelane?: Pick<LibreLane, 'kind' | 'version'>
  readonly run?: CollectedRun
  readonly failure?: RunFailure
  /** Picture of the layout in the run folder. */
  readonly picture?: string
  /** What is still to be had before LibreLane can run in the folder. */
  readonly needs?: string
}

/**
 * Writes the run folder of a design and runs LibreLane in it, when there is one.
 *
 * @throws RunFolderError, MissingViewsError, MetricsError; a run that fails is a result
 */
export async function harden(options: HardenOptions): Promise<HardenResult> {
  const { chip, design, folder, macro, librelane, activity, signal, onStep } = options
  if (macro !== undefined) checkViews(folder, macro)
  writeRunFolder(design, folder, { chip, activity })
  const request: RunRequest = { folder, tag: options.tag, to: options.to, pdkRoot: options.pdkRoot }
  const base = { chip: chip.name, design: design.name, folder }
  const missing = missingViews(design, options.pdkRoot)
  if (librelane === undefined) {
    const needs = missing.length > 0 ? { needs: describeMissing(missing) } : {}
    return { ...base, status: 'prepared', command: shellCommand(request), ...needs }
  }
  if (missing.length > 0) throw new MissingViewsError(folder, options.pdkRoot!, missing)
  const end = await runLibreLane(request, librelane, { signal, onStep })
  const run = collectRun(end.runFolder)
  const picture = await keepPicture(run, folder, options.pdkRoot)
  const failed = end.exitCode !== 0
  return {
    ...base,
    // A check that fails is told after everything has been saved
    status: failed ? (run.views.length > 0 ? 'findings' : 'failed') : 'done',
    command: shellCommand(request, librelane),
    librelane: { kind: librelane.kind, version: librelane.version },
    run,
    ...(failed && { failure: findFailure(end.runFolder, run.steps, end.said) }),
    ...(picture !== undefined && { picture }),
  }
}

/** The layout's picture, LibreLane's or one of our own, beside the configuration. */
async function keepPicture(
  run: CollectedRun,
  folder: string,
  pdkRoot: string | undefined,
): Promise<string | undefined> {
  const target = join(folder, 'layout.png')
  if (run.picture !== undefined) {
    copyFileSync(run.picture, target)
    return target
  }
  const properties = join(pdkRoot ?? '', 'sky130A/libs.tech/klayout/tech/sky130A.lyp')
  const drawn = await renderLayout(run.runFolder, target, existsSync(properties) ? properties : undefined)
  return drawn ? target : undefined
}

function checkViews(folder: string, macro: Design): void {
  const layout = join(folder, '..', macro.name, VIEWS_FOLDER, 'gds', `${macro.top}.gds`)
  if (existsSync(layout)) return
  throw new RunFolderError(
    folder,
    `there is no ${layout}: the macro it places has not been hardened beside it`,
    'harden the chip with --design caravel first, or give the folder beside its run folder with --out',
  )
}
