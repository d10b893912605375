import { describe, expect, it } from 'vitest'
import { slurmScript } from '../../src/cluster/slurm.js'
import { parseShard, ShardError, shardOfEnvironment, shareOf } from '../../src/run/shard.js'

describe('shares of a plan', () => {
  it.each([
    [3, 1],
    [23, 1],
    [1000, 10],
    [40_000, 100],
  ])('of %d points cover each once, at least %d neighbours at a time', (length, inARow) => {
    const all = Array.from({ length }, (_, i) => i)
    const shares = [0, 1, 2, 3].map((index) => shareOf(all, parseShard(`${index}/4`)))
    expect(shares.flat().sort((a, b) => a - b)).toEqual(all)
    const sizes = shares.map((share) => share.length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(Math.max(1, length / 64))
    const breaks = shares.flatMap((share) => share.filter((at, i) => i > 0 && at !== share[i - 1] + 1))
    expect(breaks.length).toBeLessThan(length / inARow)
  })

  it.each([
    [
      'Slurm',
      { SLURM_ARRAY_TASK_ID: '5', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '3' },
      undefined,
      2,
      4,
    ],
    ['LSF, its last task', { LSB_JOBINDEX: '8', LSB_JOBINDEX_END: '8' }, undefined, 7, 8],
    ['LSF', { LSB_JOBINDEX: '1', LSB_JOBINDEX_END: '8' }, undefined, 0, 8],
    ['SGE', { SGE_TASK_ID: '8', SGE_TASK_FIRST: '1', SGE_TASK_LAST: '8' }, undefined, 7, 8],
    ['SGE from 5', { SGE_TASK_ID: '6', SGE_TASK_FIRST: '5', SGE_TASK_LAST: '8' }, undefined, 1, 4],
    ['PBS', { PBS_ARRAY_INDEX: '3' }, 8, 3, 8],
    ['SGE without an array', { SGE_TASK_ID: 'undefined', JOB_COMPLETION_INDEX: '1' }, 3, 1, 3],
    ['Kubernetes', { JOB_COMPLETION_INDEX: '0' }, 3, 0, 3],
    ['AWS Batch', { AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '5' }, undefined, 2, 5],
    ['GNU parallel', { PARALLEL_SEQ: '3' }, 3, 2, 3],
  ])('are told by %s', (_name, env, of, index, count) => {
    expect(shardOfEnvironment(env, of)).toEqual({ index, count })
  })

  it('are refused when nothing tells them', () => {
    expect(() => shardOfEnvironment({})).toThrow(ShardError)
    expect(() => shardOfEnvironment({ JOB_COMPLETION_INDEX: '0' })).toThrow(ShardError)
    // An LSF job that is no array has the number 0
    expect(() => shardOfEnvironment({ LSB_JOBINDEX: '0', LSB_JOBINDEX_END: '0' })).toThrow(ShardError)
    expect(() => shardOfEnvironment({ JOB_COMPLETION_INDEX: '3' }, 3)).toThrow(ShardError)
    expect(() => parseShard('1')).toThrow(ShardError)
  })
})

describe('the Slurm script', () => {
  it('runs the share of each task', () => {
    const script = slurmScript({
      ...{ folder: "/data/it's", tasks: 4, cpusPerTask: 2, memoryMb: 100, minutes: 5, partition: 'short' },
      command: ['concord'],
    })
    expect(script).toContain('#SBATCH --array=0-3\n')
    expect(script).toContain('#SBATCH --partition=short\n')
    expect(script).toContain(`exec concord explore run '/data/it'\\''s' --index --of 4 --resume --jobs 2\n`)
  })
})
