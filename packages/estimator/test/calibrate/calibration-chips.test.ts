import type { ChipConfig } from '@concord/arch'
import { describe, expect, test } from 'vitest'
import { type ChipPurpose, calibrationChips } from '../../src/calibrate/calibration-chips.js'
import { loadCalibration, outsideCalibration } from '../../src/calibrate/load-calibration.js'

const purposes: readonly ChipPurpose[] = ['training', 'heldOut']
const usesMacros = ({ memories }: ChipConfig): boolean => memories.act === 'sram'

describe.each(purposes)('calibration chips: %s', (purpose) => {
  test('fewer are the same chips, each with a name of its own; one in six has macros', () => {
    const chips = calibrationChips(purpose, 25)
    expect(calibrationChips(purpose, 7)).toEqual(chips.slice(0, 7))
    expect(new Set(chips.map(({ name }) => name)).size).toBe(25)
    expect(chips.flatMap((chip, i) => (usesMacros(chip) ? [i] : []))).toEqual([5, 11, 17, 23])
    for (const chip of chips) {
      if (usesMacros(chip)) expect(chip.actWords).toBeGreaterThanOrEqual(256)
      else expect(chip.actWords).toBeLessThanOrEqual(128)
    }
  })

  test('no chip is for both purposes', () => {
    const other = calibrationChips(purpose === 'training' ? 'heldOut' : 'training', 25)
    const fields = (chip: ChipConfig) => JSON.stringify({ ...chip, name: '' })
    const known = new Set(other.map(fields))
    expect(calibrationChips(purpose, 25).filter((chip) => known.has(fields(chip)))).toEqual([])
  })
})

describe('the calibrated range', () => {
  const { range } = loadCalibration('sky130_fd_sc_hd')!
  const [latches] = calibrationChips('heldOut', 1)
  const macros = calibrationChips('heldOut', 6).find(usesMacros)!
  const macroWords = { min: 256, max: 1024 }

  test('has chips with macros only where some were measured', () => {
    expect(outsideCalibration(macros, { range })).toContain('memories.act sram, not latch')
    expect(outsideCalibration(macros, { range, macroWords })).toEqual([])
    const flops = { ...macros, memories: { ...macros.memories, act: 'flop' as const } }
    expect(outsideCalibration(flops, { range, macroWords })).toContain('memories.act flop, not latch')
  })

  test('has words of its own for macros and for latches', () => {
    const large = (chip: ChipConfig) =>
      outsideCalibration({ ...chip, actWords: 2048 }, { range, macroWords }).join()
    expect(large(macros)).toBe('actWords 2048, not 256..1024')
    expect(large(latches!)).toContain(`actWords 2048, not ${range.actWords!.min}..${range.actWords!.max}`)
    expect(outsideCalibration({ ...latches!, actWords: 256 }, { range, macroWords })).not.toEqual([])
  })
})
