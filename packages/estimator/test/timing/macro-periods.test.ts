import { type ChipConfig, PRESETS, parseChipConfig } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { fitTiming } from '../../src/calibrate/fit-timing.js'
import { loadTechnology } from '../../src/technology/load-technology.js'
import { estimateTiming } from '../../src/timing/estimate-timing.js'
import { macroPeriods } from '../../src/timing/macro-periods.js'

/** `openlane/tinytapeout/chip.json` with macros and wider counters, the chips of docs/estimates.md. */
const small: ChipConfig = {
  ...PRESETS.nano,
  ...{
    name: 'small',
    rows: 8,
    lanes: 16,
    weightDepth: 4,
    accDepth: 2,
    accBits: 16,
    actBanks: 2,
    actWords: 256,
  },
  ...{ postLanes: 2, paramDepth: 3, pairDepth: 2, streamBits: 8, queueDepth: 2, popcountStages: 0 },
  ...{
    counterBits: 24,
    residualWords: 0,
    vector: false,
    memories: { ...PRESETS.nano.memories, act: 'sram' },
  },
}
const chip = (fields: Partial<ChipConfig>): ChipConfig => parseChipConfig({ ...small, ...fields }, 'test')
const SLOW = 'ss_100C_1v60'
const cells = loadTechnology(small.technology).cells
const delayNs = (role: 'mux2' | 'xor2', corner = SLOW): number => cells[role].corners[corner]!.delayNs

/** Periods into the array and into the store engine by corner, ns. */
interface Measured {
  readonly fields: Partial<ChipConfig>
  readonly tt: readonly [number, number]
  readonly ss: readonly [number, number]
  readonly ff: readonly [number, number]
}

describe('periods behind SRAM macros', () => {
  it.each<Measured>([
    // Slowest paths from the macros with OpenSTA 2.6, of netlists mapped by Yosys 0.55: into the array, into the store engine
    { fields: {}, tt: [7.44, 7.48], ss: [14.06, 14.28], ff: [4.77, 4.8] },
    {
      fields: { lanes: 32, actBanks: 3, actWords: 512, streamBits: 32 },
      tt: [8.12, 7.49],
      ss: [15.32, 14.26],
      ff: [5, 4.61],
    },
    {
      fields: { rows: 16, actWords: 1024, postLanes: 4, popcountStages: 1 },
      tt: [8.14, 8.15],
      ss: [15.45, 15.55],
      ff: [5.13, 5.14],
    },
  ])('are within 9 % of static timing: $fields', ({ fields, tt, ss, ff }) => {
    const measured = { tt_025C_1v80: tt, [SLOW]: ss, ff_n40C_1v95: ff }
    for (const [corner, [operands, storeEngine]] of Object.entries(measured)) {
      const { behind } = macroPeriods(chip(fields), corner)
      expect(Math.abs(behind.operands! / operands - 1), corner).toBeLessThan(0.09)
      expect(Math.abs(behind.storeEngine! / storeEngine - 1), corner).toBeLessThan(0.09)
    }
  })

  it('grow by a multiplexer for what is chosen from, twice, since they have half a cycle', () => {
    const behind = (fields: Partial<ChipConfig>) => macroPeriods(chip(fields), SLOW).behind
    const [one, muxNs] = [behind({}), delayNs('mux2')]
    const more = (fields: Partial<ChipConfig>) => {
      const { operands, storeEngine } = behind(fields)
      return [(operands! - one.operands!) / (2 * muxNs), (storeEngine! - one.storeEngine!) / (2 * muxNs)].map(
        (levels) => Number(levels.toFixed(6)),
      )
    }
    expect(more({ actBanks: 3 })).toEqual([1, 1])
    // Two blocks of 512 words instead of one of 256
    expect(more({ actWords: 1024 })).toEqual([1, 1])
    expect(more({ actWords: 2048 })).toEqual([2, 2])
    // A word of one beat leaves nothing over, but a word of the wide bank does
    expect(more({ streamBits: 16 })).toEqual([0, -1])
    expect(more({ residualWords: 16 })).toEqual([0, 1])
    expect(more({ streamBits: 16, residualWords: 16 })).toEqual([0, 1])
    // The rows stand behind the register
    expect(more({ rows: 32 })).toEqual([0, 0])
    expect(one.storeEngine! - one.operands!).toBeCloseTo(2 * (muxNs - delayNs('xor2')), 9)
  })

  it('are what estimates say of the blocks at their end, whatever was fitted to other paths', () => {
    for (const { corner, blocks } of estimateTiming(small)) {
      const { behind, leastNs } = macroPeriods(small, corner)
      const of = (name: string) => blocks.find((block) => block.name === name)!.periodNs
      expect([of('operands'), of('storeEngine')]).toEqual([behind.operands, behind.storeEngine])
      expect(of('activationBanks')).toBeGreaterThanOrEqual(leastNs)
    }
  })

  it('are nothing to fit slopes to', () => {
    const point = (config: ChipConfig, operands: number) => ({
      ...({ config, areaUm2: {}, cells: 0, runs: {}, basis: 'PDK', yosys: '' } as const),
      periodNs: { [SLOW]: { operands, queues: 8 } },
    })
    const latches = chip({ memories: PRESETS.nano.memories })
    const fitted = fitTiming([point(latches, 9), point(small, 14)])[SLOW]!
    expect(fitted.operands!.constantNs).toBeCloseTo(9, 3)
    expect(fitTiming([point(small, 14)])[SLOW]!.operands).toBeUndefined()
  })
})
