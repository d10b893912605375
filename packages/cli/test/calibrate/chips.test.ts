import { PRESETS } from '@concord/arch'
import {
  type CalibrationResult,
  calibrationChips,
  compareChips,
  loadCalibration,
  readTruth,
} from '@concord/estimator'
import { describe, expect, test } from 'vitest'
import { describeChips } from '../../src/run/describe-chips.js'
import { concord, messages } from '../support/concord.js'
import { useFolder } from '../support/files.js'

const { write } = useFolder()
const kept = loadCalibration('sky130_fd_sc_hd')!
const heldOut = readTruth('sky130_fd_sc_hd').slice(kept.training.configurations)

describe('errors on chips of the user', () => {
  test('are those of the calibration on these chips, and change no coefficient', () => {
    const chips = heldOut.slice(0, 2)
    const { calibration, areas, powers, timings } = compareChips(kept, chips, ['planes', 'sums'])
    expect(calibration.coefficients).toBe(kept.coefficients)
    expect(calibration.heldOut).toEqual({ configurations: 2, workloads: ['planes', 'sums'] })
    expect([areas.length, powers.length, timings.length]).toEqual([2, 4, 6])
    const worst = Math.max(...areas.map(({ estimated, measured }) => Math.abs(estimated / measured - 1)))
    expect(calibration.area.worstError).toBeCloseTo(worst, 4)
  })

  test('stand chip by chip: area, power of each workload, period of each corner, path group by path group', () => {
    const pair = { estimated: 1.1e3, measured: 1e3 }
    const path = { name: 'operands', estimated: 9, measured: 10 }
    const result = {
      areas: [{ chip: 'one', ...pair, blocks: [] }],
      powers: [
        { chip: 'one', workload: 'sums', ...pair, blocks: [] },
        { chip: 'other', workload: 'mnist', ...pair, blocks: [] },
      ],
      timings: [
        {
          chip: 'one',
          workload: 'tt',
          ...path,
          blocks: [path, { name: 'clockTree', estimated: 0, measured: 0 }],
        },
      ],
    } as unknown as CalibrationResult
    const said = describeChips(result)
    expect(said).toMatch(/^area of standard cells, mm² +0\.0011 +0\.001 +\+10\.0 %$/m)
    expect(said).toMatch(/^power of sums, mW +1\.1 +1 +\+10\.0 %$/m)
    expect(said).toMatch(/^period, tt, ns +9 +10 +-10\.0 %$/m)
    expect(said).toMatch(/^operands +9 +10 +-10\.0 %$/m)
    expect(said).not.toContain('mnist')
    expect(said).not.toContain('clockTree')
  })

  test('need names of their own, and exclude what fits', async () => {
    const [config] = calibrationChips('heldOut', 1)
    const file = write('chip.json', Buffer.from(JSON.stringify({ ...config, name: PRESETS.nano.name })))
    const twice = await concord(['calibrate', '--chips', 'nano', file])
    expect(twice.exitCode).toBe(1)
    expect(messages(twice.stderr)).toContain('another one is called nano')
    const fitting = await concord(['calibrate', '--chips', 'nano', '--update'])
    expect(fitting.exitCode).toBe(2)
  })
})
