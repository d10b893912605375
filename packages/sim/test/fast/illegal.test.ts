import { PRESETS, parseStream, StreamWriter } from '@concord/arch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FastChip } from '../../src/fast/fast-chip.js'
import { runFast } from '../../src/fast/run-fast.js'
import type { RunResult } from '../../src/run-result.js'
import { CycleLimitError, runStep } from '../../src/step/run-step.js'
import { StreamShapeError } from '../../src/stream-beats.js'
import { IllegalProgramError } from '../../src/timeline/count-cycles.js'
import { randomIntegers } from '../support/random.js'
import { randomChip } from './support/random-chip.js'
import { randomProgram } from './support/random-program.js'

const seed = fc.integer({ min: 0, max: 0x7fffffff })
const MAX_CYCLES = 20_000

/** Flips one bit of one instruction, or leaves instructions out, or cuts the end off. */
function damage(config: ReturnType<typeof randomChip>, stream: Uint8Array, damageSeed: number): Uint8Array {
  const next = randomIntegers(damageSeed)
  const items = parseStream(config, stream)
  const item = items[next(items.length)]
  const kind = next(10)
  if (kind === 0) return stream.slice(0, item.payloadOffset + item.payloadBytes)
  if (kind < 3) {
    const end = item.payloadOffset + item.payloadBytes
    return Uint8Array.from([...stream.subarray(0, item.byteOffset), ...stream.subarray(end)])
  }
  const damaged = stream.slice()
  const bit = next(32)
  damaged[item.byteOffset + (bit >>> 3)] ^= 1 << (bit & 7)
  return damaged
}

describe('a damaged program on the fast path', () => {
  it('is refused exactly when the stepped model ends with an error', () => {
    let errors = 0
    fc.assert(
      fc.property(seed, seed, seed, fc.integer({ min: 1, max: 3 }), (chip, program, how, inputInterval) => {
        const config = randomChip(chip)
        const stream = damage(config, randomProgram(config, program, 6), how)
        let expected: RunResult
        try {
          expected = runStep(config, stream, { inputInterval, maxCycles: MAX_CYCLES })
        } catch (error) {
          fc.pre(!(error instanceof CycleLimitError || error instanceof StreamShapeError))
          throw error
        }
        const fast = new FastChip(config)
        const run = () => {
          fast.load(stream)
          return { ...fast.run({ inputInterval }), memories: fast.memories() }
        }
        if (expected.error) {
          errors++
          expect(run).toThrow(IllegalProgramError)
        } else expect(run()).toEqual(expected)
      }),
      { numRuns: Number(process.env.RUNS ?? 60) },
    )
    expect(errors).toBeGreaterThan(10)
  })

  it.each([
    { load: true, save: false, pixels: 5, code: 7 },
    { load: false, save: true, pixels: 5, code: 7 },
    { load: true, save: true, pixels: 4, code: undefined },
  ])('is refused when partial sums of more pixels than are kept are loaded or saved: %o', (run) => {
    const config = PRESETS.nano
    const writer = new StreamWriter(config).begin()
    for (const bank of [0, 1, 16]) writer.instruction({ op: 'GIVE', engine: 'load', bank, to: 'compute' })
    writer
      .set('SIZE', { width: 1, height: 1 })
      .set('KERNEL', { kw: 1, kh: 1 })
      .set('WINDOW', { pw: 1, ph: 1 })
    writer.set('COUNT', { ww: run.pixels, wh: 1 }).set('GROUPS', { groups: 1, lastValid: 16 })
    writer.set('WEIGHT', { rows: 8 }).set('POST', { thresholds: 1, planes: 1 })
    const { load, save } = run
    writer.instruction({ op: 'RUN', weightBank: 0, inBank: 0, outBank: 1, pairs: 1, load, save, both: false })
    const stream = writer.end().bytes()
    expect(runStep(config, stream).error?.code).toBe(run.code)
    if (run.code === undefined) new FastChip(config).load(stream)
    else expect(() => new FastChip(config).load(stream)).toThrow(IllegalProgramError)
  })

  it('gives the error, the output and the memories of the stepped model through runFast', () => {
    const config = randomChip(5)
    const stream = randomProgram(config, 7, 8)
    const cut = stream.slice(0, stream.length - 4 * (config.streamBits === 64 ? 2 : 1))
    const memories = runStep(config, stream).memories
    const got = runFast(config, cut, { memories, inputInterval: 2, activity: true })
    expect(got.error?.code).toBe(3)
    expect(got.memories.act).toHaveLength(config.actBanks)
    expect(got.activity?.cycles).toBe(got.cycles)
  })

  it('throws what the stepped model throws for a stream of broken beats', () => {
    const config = { ...randomChip(5), streamBits: 32 } as const
    expect(() => runFast(config, new Uint8Array(6))).toThrow(StreamShapeError)
  })
})
