import { ConcordError } from '@concord/arch'
import { execa } from 'execa'
import { knownVariables } from '../facts/known-variables.js'

/** A way to start LibreLane. */
export interface LibreLane {
  readonly kind: 'path' | 'python' | 'nix' | 'container'
  readonly version: string
  /** Command and arguments before LibreLane's own. */
  readonly command: readonly string[]
  /** Its tools run in a container that it starts itself. */
  readonly dockerized: boolean
}

const OLDEST = 3
/** Programs that LibreLane calls; each is needed by some step. */
const TOOLS = ['verilator', 'yosys', 'openroad', 'sta', 'klayout', 'magic', 'netgen'] as const

/** Container image of a version of LibreLane, as its project publishes them. */
export function librelaneImage(version: string): string {
  return process.env.LIBRELANE_IMAGE_OVERRIDE || `ghcr.io/librelane/librelane:${version}`
}

/**
 * Finds LibreLane: on the PATH, as a Python module, through Nix, or as a container image that is there already.
 *
 * @param dockerized - its tools shall run in its container; then LibreLane itself must be installed, or its image be there
 * @returns undefined when there is none
 * @throws LibreLaneVersionError when there is one that is too old
 */
export async function findLibreLane(dockerized: boolean): Promise<LibreLane | undefined> {
  const installed = [
    ['path', ['librelane']],
    ['python', ['python3', '-m', 'librelane']],
  ] as const
  for (const [kind, command] of installed) {
    const version = await versionOf(command)
    if (version !== undefined) {
      checkVersion(version, command)
      return { kind, version, command, dockerized }
    }
  }
  const { librelane: version } = knownVariables()
  if (!dockerized && (await runs(['nix', '--version']))) {
    const command = ['nix', 'run', `github:librelane/librelane/${version}`, '--']
    return { kind: 'nix', version, command, dockerized }
  }
  for (const engine of ['docker', 'podman']) {
    if (await runs([engine, 'image', 'inspect', librelaneImage(version)])) {
      return { kind: 'container', version, command: [engine], dockerized: false }
    }
  }
  return undefined
}

/** Programs of LibreLane that are not on the PATH; steps that call them will fail. */
export async function missingTools({ kind, dockerized }: LibreLane): Promise<string[]> {
  if (kind === 'nix' || kind === 'container' || dockerized) return []
  const found = await Promise.all(TOOLS.map((tool) => runs(['which', tool])))
  return TOOLS.filter((_, i) => !found[i])
}

async function versionOf(command: readonly string[]): Promise<string | undefined> {
  const [file, ...args] = command
  const { exitCode, stdout } = await execa(file!, [...args, '--version'], { reject: false, stdin: 'ignore' })
  return exitCode === 0 ? /\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined
}

async function runs([file, ...args]: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa(file!, args, { reject: false, stdin: 'ignore' })
  return exitCode === 0
}

function checkVersion(version: string, command: readonly string[]): void {
  if (Number.parseInt(version, 10) < OLDEST) throw new LibreLaneVersionError(version, command.join(' '))
}

/** LibreLane is older than the names of variables that the folders use. */
export class LibreLaneVersionError extends ConcordError {
  override readonly name = 'LibreLaneVersionError'

  constructor(version: string, command: string) {
    super({
      what: 'LibreLane is too old',
      where: command,
      why: `it is ${version}; names of variables are those of ${OLDEST}.x`,
      fix: 'pip install --upgrade librelane, or use the run folder with another installation',
    })
  }
}
