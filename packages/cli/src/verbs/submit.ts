import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openPlan, readPoints, StoredRows, slurmActive, slurmScript, submitSlurm } from '@concord/explorer'
import { type Command, Option } from 'commander'
import type { Session } from '../session/session.js'
import { addVerb, positive } from './options.js'

const EXAMPLES = `  $ concord explore plan space.yaml -o /shared/out
  $ concord explore submit /shared/out --tasks 40          write out/slurm.sh, submit it, follow it
  $ concord explore submit /shared/out --tasks 40 --script-only
  $ concord explore merge /shared/out

The same plan under other systems: start "concord explore run FOLDER --index --of N" N times; its share comes from
LSB_JOBINDEX (LSF), SGE_TASK_ID, PBS_ARRAY_INDEX, JOB_COMPLETION_INDEX (Kubernetes), AWS_BATCH_JOB_ARRAY_INDEX or
PARALLEL_SEQ (GNU parallel).`

const FOLLOW_MS = 5000

interface SubmitOptions {
  readonly tasks: number
  readonly cpus: number
  readonly memory: number
  readonly minutes: number
  readonly partition?: string
  readonly scriptOnly?: true
}

/** `concord explore submit`: a plan as a Slurm job array. */
export function addSubmit(explore: Command, session: Session): void {
  addVerb<[string], SubmitOptions>(explore, session, {
    usage: 'submit <folder>',
    summary: 'run a plan as a Slurm job array',
    description:
      'Writes the batch script of a plan, hands it to Slurm and follows it until all tasks have ended.',
    examples: EXAMPLES,
    options: [
      new Option('--slurm', 'the batch system; the only one that is submitted to'),
      new Option('--tasks <n>', 'tasks of the array').argParser(positive).default(8),
      new Option('--cpus <n>', 'processors of a task').argParser(positive).default(2),
      new Option('--memory <mb>', 'memory of a task').argParser(positive).default(4096),
      new Option('--minutes <n>', 'wall time of a task').argParser(positive).default(60),
      new Option('--partition <name>', 'partition of the cluster'),
      new Option('--script-only', 'write the script, submit nothing'),
    ],
    action: async ({ tasks, cpus, memory, minutes, partition, scriptOnly }, folder) => {
      const plan = openPlan(folder)
      const script = join(folder, 'slurm.sh')
      const text = slurmScript({
        ...{ folder: resolve(folder), tasks, cpusPerTask: cpus, memoryMb: memory, minutes },
        ...(partition !== undefined && { partition }),
        command: [process.execPath, resolve(process.argv[1])],
      })
      writeFileSync(script, text, { mode: 0o755 })
      if (scriptOnly) {
        session.print(`wrote ${script}`)
        return { script }
      }
      const job = await submitSlurm(script)
      session.print(`job ${job}`)
      const points = readPoints(plan)
      const stored = new StoredRows(plan)
      const missing = () => {
        const rows = stored.read()
        return points.filter(({ id }) => !rows.has(id)).length
      }
      const phase = session.progress.phase(`job ${job}`, points.length, 'points')
      while (await slurmActive(job)) {
        phase.update(points.length - missing())
        await setTimeout(FOLLOW_MS, undefined, { signal: session.signal })
      }
      const left = missing()
      session.print(left === 0 ? 'all points have results' : `${left} points have none: submit again`)
      return { script, job, missing: left }
    },
  })
}
