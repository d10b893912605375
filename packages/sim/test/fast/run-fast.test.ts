import { type ChipConfig, chipGeometry, PRESETS, StreamWriter } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FastChip } from '../../src/fast/fast-chip.js'
import { runFast } from '../../src/fast/run-fast.js'
import { runStep } from '../../src/step/run-step.js'
import { randomBytes } from '../support/random.js'
import { randomChip } from './support/random-chip.js'
import { randomProgram } from './support/random-program.js'

const seed = fc.integer({ min: 0, max: 0x7fffffff })

describe('the fast path', () => {
  it('does on random legal programs exactly what the stepped model does', () => {
    fc.assert(
      fc.property(
        seed,
        seed,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        (chipSeed, programSeed, operations, inputInterval, outputInterval, activity) => {
          const config = randomChip(chipSeed)
          const stream = randomProgram(config, programSeed, operations)
          const options = { inputInterval, outputInterval, activity }
          const expected = runStep(config, stream, options)
          expect(expected.error).toBeUndefined()
          const chip = new FastChip(config, { activity })
          chip.load(stream)
          const got = { ...chip.run(options), memories: chip.memories() }
          expect(got).toEqual(expected)
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 40) },
    )
  })

  it('goes through more pixels than the kernel takes at once, in windows that are not square', () => {
    const config: ChipConfig = { ...PRESETS.nano, actWords: 512 }
    const { wordBytes } = chipGeometry(config)
    const writer = new StreamWriter(config).begin()
    const side = 20
    writer.instruction({ op: 'LOAD_ACT', bank: 0, count: side * side })
    writer.words(randomBytes(side * side * wordBytes, 1))
    writer
      .instruction({ op: 'LOAD_WEIGHTS', bank: 0, words: 4, rows: 8 })
      .words(randomBytes(32 * wordBytes, 2))
    for (const bank of [0, 1, 16]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
    writer.set('SIZE', { width: side, height: side }).set('KERNEL', { kw: 2, kh: 2 })
    writer.set('TAP_DX', { step: 1 }).set('TAP_DY', { step: side })
    writer.set('STRIDE', { sx: 1, sy: 1, wx: 3, wy: 2 })
    writer.set('PIX_DX', { step: 1 }).set('PIX_DY', { step: side })
    writer.set('WIN_DX', { step: 3 }).set('WIN_DY', { step: 2 * side })
    writer.set('WINDOW', { pw: 3, ph: 2 }).set('COUNT', { ww: 7, wh: 10 })
    writer.set('GROUPS', { groups: 1, lastValid: config.lanes }).set('WEIGHT', { rows: 8 })
    writer.set('W_STEP', { wdx: 1, wdy: 2 }).set('POST', { thresholds: 1, planes: 1 })
    writer.set('OUT_DX', { step: 1 }).set('OUT_DY', { step: 7 })
    const operands = {
      weightBank: 0,
      inBank: 0,
      outBank: 1,
      pairs: 1,
      load: false,
      save: false,
      both: false,
    } as const
    const stream = writer
      .instruction({ op: 'RUN', ...operands })
      .end()
      .bytes()
    for (const activity of [false, true]) {
      expect(runFast(config, stream, { activity })).toEqual(runStep(config, stream, { activity }))
    }
  })
})
