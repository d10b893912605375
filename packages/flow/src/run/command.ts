import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { VIEWS_FOLDER } from '../design/caravel-designs.js'
import { FOLDER_FILES } from '../design/librelane-config.js'
import { knownVariables } from '../facts/known-variables.js'
import { type LibreLane, librelaneImage } from './find-librelane.js'

/** What to run in a folder. */
export interface RunRequest {
  /** The run folder of the design. */
  readonly folder: string
  /** Name of this run below `runs/`. */
  readonly tag: string
  /** Last step; all when undefined. */
  readonly to?: string | undefined
  readonly pdkRoot?: string | undefined
}

const PDK = 'sky130A'

/** LibreLane's arguments, to be given in the run folder. */
export function librelaneArguments({ tag, to, pdkRoot }: RunRequest): string[] {
  return [
    ...(pdkRoot === undefined ? [] : ['--pdk-root', resolve(pdkRoot)]),
    // A PDK that is not one of ciel's is taken as it is; else LibreLane would fetch the version it was tested with
    ...(pdkRoot !== undefined && !existsSync(join(pdkRoot, 'ciel')) ? ['--manual-pdk'] : []),
    '--pdk',
    PDK,
    '--scl',
    'sky130_fd_sc_hd',
    '--run-tag',
    tag,
    ...(to === undefined ? [] : ['--to', to]),
    '--save-views-to',
    VIEWS_FOLDER,
    '--hide-progress-bar',
    FOLDER_FILES.config,
  ]
}

/** The whole command line for one way to start LibreLane. */
export function runCommand(request: RunRequest, { kind, version, command, dockerized }: LibreLane): string[] {
  const inside = librelaneArguments(request)
  if (kind !== 'container') return [...command, ...(dockerized ? ['--dockerized'] : []), ...inside]
  const mounts = [request.folder, ...(request.pdkRoot === undefined ? [] : [resolve(request.pdkRoot)])]
  return [
    ...command,
    'run',
    '--rm',
    '--name',
    containerName(request),
    ...mounts.flatMap((path) => ['--volume', `${path}:${path}`]),
    '--workdir',
    request.folder,
    librelaneImage(version),
    'librelane',
    ...inside,
  ]
}

/** Name of the container of a run, by which it can be ended. */
export function containerName({ tag }: RunRequest): string {
  return `concord-harden-${tag}`
}

/** The command line of a run, for a shell; without a LibreLane, for whoever has one elsewhere. */
export function shellCommand(request: RunRequest, librelane?: LibreLane): string {
  const words = librelane ? runCommand(request, librelane) : ['librelane', ...librelaneArguments(request)]
  return `cd ${quote(request.folder)} && ${words.map(quote).join(' ')}`
}

/** Steps that `--to` takes. */
export function isStep(step: string): boolean {
  return knownVariables().steps.some((id) => id.toLowerCase() === step.toLowerCase())
}

function quote(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
