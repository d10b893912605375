import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../src/point/row.js'
import { createPlan } from '../../src/run/plan-folder.js'
import { newRunner, StoredRows, storeRows } from '../../src/run/result-files.js'
import { Runner } from '../../src/run/run-points.js'
import { planPoints } from '../../src/search/strategies.js'
import { inFolder, spaceText } from '../support/exploration.js'

const NETWORKS = [{ model: 'shape:tfc' }]

describe('files of results', () => {
  it('are read by everybody but the runner who stored them and has their rows', async () => {
    await inFolder(spaceText({ networks: NETWORKS }), async (folder, file) => {
      const plan = await createPlan(file, folder)
      const { points } = planPoints(plan)
      const rows = points.map((point): Row => ({ ...point, status: 'failed', reason: 'not evaluated' }))
      const runner = newRunner()
      const [own, other, late] = [runner, newRunner(), undefined].map((name) => new StoredRows(plan, name))
      for (const half of [rows.slice(0, 2), rows.slice(2)]) storeRows({ folder, runner }, half)
      expect([own, other, late].map((stored) => stored.read().size)).toEqual([0, rows.length, rows.length])
    })
  })

  it('hold what the runner has, row by row, with the reasons of those that break a limit', async () => {
    const parameters = {
      rows: [16, 32, 64],
      lanes: [32, 64, 128],
      accDepth: [4, 8, 16],
      queueDepth: [4, 6, 8],
    }
    const text = spaceText({ parameters, constraints: ['areaMm2 < 3', 'latencyUs < 1e9'] })
    await inFolder(text, async (folder, file) => {
      const plan = await createPlan(file, folder)
      const { points } = planPoints(plan)
      const runner = new Runner(plan, { jobs: 2, timeoutSeconds: 60, memoryMb: 512 })
      // In two runs, so that rows of several shares come together and apart
      for (const half of [points.slice(0, 30), points.slice(30)]) await runner.run(half)
      await runner.close()
      const stored = new StoredRows(plan).read()
      const rows = points.map(({ id }) => runner.rows.get(id))
      expect(rows).toEqual(points.map(({ id }) => stored.get(id)))
      expect(new Set(rows.map((row) => row?.status))).toEqual(new Set(['ok', 'excluded']))
    })
  })

  it('are whole when a run is broken off, and what they hold is not lost', async () => {
    const parameters = {
      rows: [16, 32, 64],
      lanes: [32, 64, 128],
      accDepth: [4, 8, 16],
      queueDepth: [4, 6, 8, 12],
    }
    await inFolder(spaceText({ parameters }), async (folder, file) => {
      const plan = await createPlan(file, folder)
      const { points } = planPoints(plan)
      const broken = new AbortController()
      const onProgress = (): void => broken.abort(new Error('broken off'))
      const runner = new Runner(plan, {
        ...{ jobs: 2, timeoutSeconds: 60, memoryMb: 512 },
        ...{ onProgress, signal: broken.signal },
      })
      await expect(runner.run(points)).rejects.toThrow('broken off')
      await runner.close()
      expect(readdirSync(join(folder, 'results')).filter((name) => !name.endsWith('.jsonl'))).toEqual([])
      const kept = new StoredRows(plan).read()
      const told = points.filter(({ id }) => runner.rows.has(id))
      expect(told.length).toBeGreaterThan(0)
      expect(told.length).toBeLessThan(points.length)
      for (const { id } of told) expect(kept.has(id)).toBe(true)
    })
  })
})
