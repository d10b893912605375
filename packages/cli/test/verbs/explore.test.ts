import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expandExplore } from '../../src/verbs/explore.js'
import { concord, MODEL } from '../support/concord.js'
import { useFolder } from '../support/files.js'

const SPACE = {
  networks: [{ model: MODEL }],
  parameters: { rows: [16, 32], lanes: [32, 64] },
  objectives: ['latencyUs', 'areaMm2'],
}

describe('concord explore', () => {
  const folder = useFolder()
  const inSpace = (text: string) => dirname(folder.write('space.yaml', new TextEncoder().encode(text)))

  it('plans, runs shares, merges, explains', async () => {
    const cwd = inSpace(JSON.stringify(SPACE))
    const planned = await concord(['explore', 'plan', 'space.yaml', '-o', 'out'], { cwd })
    expect(planned.stdout).toBe('4 points of 4 places in out')
    for (const args of [['--shard', '0/2'], ['--index']]) {
      const env = { JOB_COMPLETION_INDEX: '1' }
      const index = args[0] === '--index' ? ['--of', '2'] : []
      const run = await concord(['explore', 'run', 'out', ...args, ...index, '--jobs', '1'], { cwd, env })
      expect(run.stdout).toBe('2 points have results, 0 of them failed')
    }
    const merged = await concord(['explore', 'merge', 'out', '--json', '-'], { cwd })
    const { points, missing, front } = JSON.parse(merged.stdout)
    expect([points, missing]).toEqual([4, 0])
    expect(readFileSync(folder.path('out/report.html'), 'utf8')).toContain(front[0].id)
    const explained = await concord(['explain', front[0].id, '--plan', 'out'], { cwd })
    expect(explained.stdout).toContain('bound by stream')
    expect(explained.stdout).toContain('for areaMm2:')
  })

  it('says nothing when it shall be quiet, but writes its files, its JSON and errors', async () => {
    const cwd = inSpace(JSON.stringify(SPACE))
    const { stdout, stderr, exitCode } = await concord(['explore', 'space.yaml', '-o', 'out', '-q'], { cwd })
    expect([stdout, stderr, exitCode]).toEqual(['', '', 0])
    expect(readFileSync(folder.path('out/points.csv'), 'utf8').trim().split('\n')).toHaveLength(5)
    const merged = await concord(['explore', 'merge', 'out', '--quiet', '--json', '-'], { cwd })
    expect(JSON.parse(merged.stdout).points).toBe(4)
    const failed = await concord(['explore', 'merge', 'nowhere', '--quiet'], { cwd })
    expect(failed.exitCode).toBe(1)
    expect(failed.stderr).toContain('nowhere')
  })

  it('names line and field of a mistake', async () => {
    const cwd = inSpace(`networks:\n  - model: ${MODEL}\nparameters:\n  rows: many\n`)
    const { stderr, exitCode } = await concord(['explore', 'space.yaml'], { cwd })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('space.yaml:4, parameters.rows')
  })

  it('takes a space for short', () => {
    expect(expandExplore(['explore', 'a.yaml', '-j', '1'])).toEqual(['explore', 'all', 'a.yaml', '-j', '1'])
    expect(expandExplore(['explore', 'plan', 'a.yaml'])).toEqual(['explore', 'plan', 'a.yaml'])
    expect(expandExplore(['explore', MODEL])).toEqual(['explore', 'all', MODEL])
    expect(expandExplore(['explore', 'nothing'])).toEqual(['explore', 'nothing'])
  })
})
