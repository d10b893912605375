import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ConcordError } from '@concord/arch'

const execute = promisify(execFile)
const LOG_BYTES = 1 << 28
/** Newer versions complain that the PDK's Liberty files have a fan-out load of 0, which is so. */
const COMPLAINT = /^(Error|Warning)(?!.*default_fanout_load is 0).*$/m

/** Version of OpenSTA, or undefined when it is not installed. */
export async function staVersion(): Promise<string | undefined> {
  try {
    return (await execute('sta', ['-version'])).stdout.trim()
  } catch {
    // Not on the PATH: whoever needs it says so
    return undefined
  }
}

/**
 * Runs OpenSTA commands in a folder of their own.
 *
 * @param files - text of each file by name, as the commands name them
 * @returns what it printed
 * @throws StaError when it is not installed or says Error
 */
export async function runSta(files: Readonly<Record<string, string>>, commands: string): Promise<string> {
  if ((await staVersion()) === undefined) throw new StaError('sta is not on the PATH')
  const folder = await mkdtemp(join(tmpdir(), 'concord-sta-'))
  try {
    for (const [name, text] of Object.entries({ ...files, 'run.tcl': commands }))
      await writeFile(join(folder, name), text)
    const { stdout, stderr } = await execute('sta', ['-no_splash', '-exit', 'run.tcl'], {
      cwd: folder,
      maxBuffer: LOG_BYTES,
    }).catch((cause: { stdout?: string; stderr?: string }) => {
      const said = `${cause.stdout ?? ''}${cause.stderr ?? ''}`
      throw new StaError(COMPLAINT.exec(said)?.[0] ?? String(cause))
    })
    const complaint = COMPLAINT.exec(`${stdout}${stderr}`)
    if (complaint !== null) throw new StaError(complaint[0])
    return stdout
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Static timing did not run. */
export class StaError extends ConcordError {
  override readonly name = 'StaError'

  constructor(why: string) {
    super({
      what: 'OpenSTA failed',
      where: 'static timing of the netlist',
      why,
      fix: 'apt-get install -y opensta, and PDK_ROOT must hold the Liberty files; without --sta no timing is made',
    })
  }
}
