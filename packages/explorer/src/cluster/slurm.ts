import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ConcordError } from '@concord/arch'

const run = promisify(execFile)

/** What a Slurm job array shall look like. */
export interface SlurmOptions {
  /** Folder of the plan; every node must see it. */
  readonly folder: string
  readonly tasks: number
  readonly cpusPerTask: number
  readonly memoryMb: number
  readonly minutes: number
  readonly partition?: string
  /** Command line that starts concord on a node. */
  readonly command: readonly string[]
}

/** The batch script of a plan: each task of the array evaluates its share. */
export function slurmScript(options: SlurmOptions): string {
  const { folder, tasks, cpusPerTask, memoryMb, minutes, partition, command } = options
  const call = [...command, 'explore', 'run', folder, '--index', '--of', String(tasks), '--resume']
  return `#!/bin/sh
#SBATCH --job-name=concord-explore
#SBATCH --array=0-${tasks - 1}
#SBATCH --cpus-per-task=${cpusPerTask}
#SBATCH --mem=${memoryMb}M
#SBATCH --time=${minutes}
#SBATCH --output=${folder}/slurm-%A-%a.log
${partition === undefined ? '' : `#SBATCH --partition=${partition}\n`}
# Other batch systems run the same command: its index comes from LSB_JOBINDEX, SGE_TASK_ID, PBS_ARRAY_INDEX,
# JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX or PARALLEL_SEQ.
exec ${[...call, '--jobs', String(cpusPerTask)].map(quote).join(' ')}
`
}

/**
 * Hands a batch script to Slurm.
 *
 * @returns number of the job
 * @throws ClusterError when there is no Slurm or it refuses
 */
export async function submitSlurm(script: string): Promise<string> {
  try {
    const { stdout } = await run('sbatch', ['--parsable', script])
    return stdout.trim().split(';')[0]
  } catch (cause) {
    throw new ClusterError(script, cause)
  }
}

/** Whether a job has tasks that wait or run. */
export async function slurmActive(job: string): Promise<boolean> {
  try {
    const { stdout } = await run('squeue', ['--noheader', '--jobs', job])
    return stdout.trim() !== ''
  } catch (cause) {
    // Slurm forgets a job some minutes after its end
    if (String((cause as { stderr?: string }).stderr).includes('Invalid job id')) return false
    throw new ClusterError(`job ${job}`, cause)
  }
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** Slurm cannot be used. */
export class ClusterError extends ConcordError {
  override readonly name = 'ClusterError'

  constructor(where: string, cause: unknown) {
    const { code, stderr, message } = cause as { code?: string; stderr?: string; message: string }
    const absent = code === 'ENOENT'
    super(
      {
        what: 'Slurm did not take the job',
        where,
        why: absent ? 'there is no sbatch here' : (stderr?.trim() ?? message),
        fix: absent
          ? 'run this on a login node of a Slurm cluster, or run the script there'
          : 'correct what Slurm names',
      },
      { cause },
    )
  }
}
