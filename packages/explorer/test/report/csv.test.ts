import { PRESETS } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import type { DoneRow, NetworkRow } from '../../src/point/row.js'
import { networksCsv } from '../../src/report/csv.js'
import { openEvaluator } from '../../src/run/job.js'
import { createPlan, pointOf } from '../../src/run/plan-folder.js'
import { inFolder, spaceText } from '../support/exploration.js'

describe('the table of networks', () => {
  it("has SCALE-Sim's columns with SCALE-Sim's meanings", async () => {
    await inFolder(spaceText({ chip: 'edge', parameters: { lanes: [32] } }), async (folder, file) => {
      const plan = await createPlan(file, folder)
      const row = (await (await openEvaluator(plan.job)).evaluate(pointOf(plan, { lanes: 32 }))) as DoneRow
      const named: NetworkRow = { ...row.networks[0], network: 'a, "b"' }
      const [header, line, end] = [...networksCsv(plan.space, [{ ...row, networks: [named] }])]
        .join('')
        .split('\n')
      expect(end).toBe('')
      expect(line).toContain(',"a, ""b""",')
      const names = header.split(',')
      const values = line.replace('"a, ""b"""', 'name').split(',')
      const value = (name: string) => Number(values[names.indexOf(name)])
      const { cycles, opsPerCycle, computeShare } = named
      const units = PRESETS.edge.rows * 32
      const macs = (opsPerCycle * cycles) / 2
      expect(value('Total Cycles')).toBe(cycles)
      expect(value('Stall Cycles')).toBe(Math.round(cycles - computeShare * cycles))
      expect(value('Overall Util %')).toBeCloseTo((100 * macs) / (cycles * units), 9)
      const busy = value('Total Cycles') - value('Stall Cycles')
      expect(value('Compute Util %')).toBeCloseTo((100 * macs) / (busy * units), 9)
      expect(value('Compute Util %')).toBeLessThanOrEqual(100)
    })
  })
})
