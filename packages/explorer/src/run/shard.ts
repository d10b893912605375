import { ConcordError } from '@concord/arch'

/** Share `index` (from 0) of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** A batch system that numbers the tasks of an array. */
interface System {
  readonly name: string
  /** Variable of the task's number. */
  readonly index: string
  /** The first number, or its variable. */
  readonly first: number | string
  /** Variable of the number of tasks. */
  readonly count?: string
  /** Variable of the last number. */
  readonly last?: string
}

const SYSTEMS: readonly System[] = [
  {
    name: 'Slurm',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 'SLURM_ARRAY_TASK_MIN',
    count: 'SLURM_ARRAY_TASK_COUNT',
  },
  { name: 'LSF', index: 'LSB_JOBINDEX', first: 1, last: 'LSB_JOBINDEX_END' },
  { name: 'SGE', index: 'SGE_TASK_ID', first: 'SGE_TASK_FIRST', last: 'SGE_TASK_LAST' },
  { name: 'PBS', index: 'PBS_ARRAY_INDEX', first: 0 },
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', first: 0 },
  { name: 'AWS Batch', index: 'AWS_BATCH_JOB_ARRAY_INDEX', first: 0, count: 'AWS_BATCH_JOB_ARRAY_SIZE' },
  { name: 'GNU parallel', index: 'PARALLEL_SEQ', first: 1 },
]

/**
 * The share that a batch system gave this process.
 *
 * @param count - number of tasks; needed where the system does not tell
 * @throws ShardError
 */
export function shardOfEnvironment(env: Readonly<Record<string, string | undefined>>, count?: number): Shard {
  const system = SYSTEMS.find(({ index }) => /^\d+$/.test(env[index] ?? ''))
  if (system === undefined) {
    const known = SYSTEMS.map(({ index }) => index).join(', ')
    throw new ShardError('--index', `none of ${known} is set`)
  }
  const first = typeof system.first === 'number' ? system.first : Number(env[system.first] ?? 0)
  const tasks = count ?? tasksOf(system, first, env)
  if (tasks === undefined) throw new ShardError('--index', `${system.name} does not tell the number of tasks`)
  return checkShard({ index: Number(env[system.index]) - first, count: tasks })
}

function tasksOf(
  { count, last }: System,
  first: number,
  env: Readonly<Record<string, string | undefined>>,
): number | undefined {
  if (count !== undefined && env[count] !== undefined) return Number(env[count])
  return last !== undefined && env[last] !== undefined ? Number(env[last]) - first + 1 : undefined
}

/** Reads `i/n`, i from 0. */
export function parseShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text)
  if (!match) throw new ShardError(`--shard ${text}`, 'it is not of the form i/n')
  return checkShard({ index: Number(match[1]), count: Number(match[2]) })
}

/** Neighbours that a share gets at a time: what they have in common is counted once. */
const BLOCK_MAX = 512
/** Blocks of a share at least, as far as there are elements, so that shares take equally long. */
const BLOCKS = 16

/** Elements that stay together when so many of them are shared by `count`. */
export function blockSize(length: number, count: number): number {
  return Math.max(1, Math.min(BLOCK_MAX, Math.floor(length / (BLOCKS * count))))
}

/** Every n-th block of neighbours. */
export function shareOf<T>(all: readonly T[], { index, count }: Shard): T[] {
  const block = blockSize(all.length, count)
  return all.filter((_, i) => Math.floor(i / block) % count === index)
}

function checkShard(shard: Shard): Shard {
  const { index, count } = shard
  if (!(count >= 1 && index >= 0 && index < count))
    throw new ShardError(`shard ${index}/${count}`, 'the index must be in 0..n − 1')
  return shard
}

/** A share of a plan cannot be told. */
export class ShardError extends ConcordError {
  override readonly name = 'ShardError'

  constructor(where: string, why: string) {
    super({
      what: 'No share of the plan',
      where,
      why,
      fix: 'give --shard i/n with i from 0, or --index with --of n',
    })
  }
}
