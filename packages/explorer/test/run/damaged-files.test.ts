import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConcordError } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '../../src/point/row.js'
import { createPlan, openPlan, readPoints, writePlan } from '../../src/run/plan-folder.js'
import { newRunner, readRows, storeRows } from '../../src/run/result-files.js'
import { planPoints } from '../../src/search/strategies.js'
import { SpaceFileError } from '../../src/space/read-space-text.js'
import { inFolder, spaceText } from '../support/exploration.js'

const NETWORKS = [{ model: 'shape:tfc' }]

describe('a plan folder that something else has changed', () => {
  it('gives an error that names the file, wherever it is cut off', async () => {
    await inFolder(spaceText({ networks: NETWORKS }), async (folder, file) => {
      const plan = await createPlan(file, folder)
      const { points, leftOut } = planPoints(plan)
      writePlan(plan, points, leftOut)
      const rows = points.map((point): Row => ({ ...point, status: 'failed', reason: 'not evaluated' }))
      storeRows({ folder, runner: newRunner() }, rows)
      const [results] = readdirSync(join(folder, 'results'))
      for (const name of ['space.json', 'plan.jsonl', join('results', results)]) {
        const path = join(folder, name)
        const whole = readFileSync(path, 'utf8')
        fc.assert(
          fc.property(fc.nat({ max: whole.length - 2 }), (length) => {
            writeFileSync(path, whole.slice(0, length))
            try {
              const opened = openPlan(folder)
              // Cut between two lines: what is there is right
              expect(points).toEqual(expect.arrayContaining(readPoints(opened)))
              expect(readRows(opened).size).toBeLessThanOrEqual(points.length)
            } catch (error) {
              expect(error).toBeInstanceOf(ConcordError)
              expect((error as ConcordError).where).toContain(name)
            }
          }),
          { numRuns: 40 },
        )
        writeFileSync(path, whole)
      }
      expect(readPoints(openPlan(folder))).toEqual(points)
      expect(readRows(openPlan(folder)).size).toBe(points.length)
    })
  })

  it('is refused when its header is not one of Concord', async () => {
    await inFolder(spaceText({ networks: NETWORKS }), async (folder, file) => {
      const plan = await createPlan(file, folder)
      writePlan(plan, [], 0)
      const path = join(folder, 'space.json')
      const header = JSON.parse(readFileSync(path, 'utf8'))
      for (const wrong of [null, [], 3, {}, { ...header, networks: 3 }, { ...header, leftOut: -1 }]) {
        writeFileSync(path, JSON.stringify(wrong))
        expect(() => openPlan(folder)).toThrow(ConcordError)
      }
    })
  })

  it('is not asked for when a space cannot be read', async () => {
    await expect(createPlan('nothing.yaml', 'out')).rejects.toThrow(SpaceFileError)
  })
})
