import { ConcordError, chipGeometry, PRESETS, parseStream, StreamWriter } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { FastChip } from '../../src/fast/fast-chip.js'
import { PatchError } from '../../src/fast/payload-place.js'
import { ActivityMeter } from '../../src/step/activity-meter.js'
import { Chip } from '../../src/step/chip.js'
import { runStep } from '../../src/step/run-step.js'
import { IllegalProgramError } from '../../src/timeline/count-cycles.js'
import { randomBytes } from '../support/random.js'
import { randomChip } from './support/random-chip.js'
import { randomProgram } from './support/random-program.js'

const SEEDS = [1, 2, 3, 4, 5, 6]

describe('FastChip', () => {
  it('runs a program again with other payload as if it had been written so', () => {
    for (const seed of SEEDS) {
      const config = randomChip(seed)
      const stream = randomProgram(config, seed, 10)
      const chip = new FastChip(config)
      chip.load(stream)
      chip.run()
      const before = chip.memories()
      const other = stream.slice()
      for (const { payloadOffset, payloadBytes, instruction } of parseStream(config, stream)) {
        if (instruction.op !== 'LOAD_ACT' && instruction.op !== 'LOAD_WEIGHTS') continue
        const bytes = randomBytes(payloadBytes - 1, seed)
        other.set(bytes, payloadOffset + 1)
        chip.patch(payloadOffset + 1, bytes)
      }
      const patched = new FastChip(config, { memories: before })
      patched.load(other)
      expect(chip.run({ inputInterval: 2 })).toEqual(patched.run({ inputInterval: 2 }))
      expect(chip.memories()).toEqual(patched.memories())
    }
  })

  it('keeps memories and the values that activity is counted from, run after run, like a chip that is reset', () => {
    for (const seed of SEEDS) {
      const config = randomChip(seed)
      const streams = [1, 2, 3].map((i) => randomProgram(config, 10 * seed + i, 6))
      const stepped = new Chip(config)
      const meter = new ActivityMeter(stepped)
      stepped.attach(meter)
      const fast = new FastChip(config, { activity: true })
      let before = meter.activity
      for (const stream of streams) {
        const { output, cycles, counters, memories } = runStep(config, stream, { chip: stepped })
        const after = meter.activity
        const activity = Object.fromEntries(
          Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]),
        )
        before = after
        fast.load(stream)
        expect(fast.run()).toEqual({ output, cycles, counters, activity })
        expect(fast.memories()).toEqual(memories)
      }
    }
  })

  it('patches payload only', () => {
    const config = PRESETS.edge
    const { wordBytes } = chipGeometry(config)
    const writer = new StreamWriter(config).begin().instruction({ op: 'LOAD_ACT', bank: 0, count: 2 })
    const at = writer.byteLength
    const chip = new FastChip(config)
    chip.load(
      writer
        .words(new Uint8Array(2 * wordBytes))
        .end()
        .bytes(),
    )
    chip.patch(at, new Uint8Array(2 * wordBytes).fill(7))
    chip.run()
    expect(chip.memories().act[0]!.subarray(0, 2 * wordBytes + 1)).toEqual(
      Uint8Array.from([...new Array(2 * wordBytes).fill(7), 0]),
    )
    expect(() => chip.patch(at - 1, new Uint8Array(1))).toThrow(PatchError)
    expect(() => chip.patch(at + 1, new Uint8Array(2 * wordBytes))).toThrow(PatchError)
    expect(() => chip.patch(0, new Uint8Array(1))).toThrow(PatchError)
    expect(() => chip.patch(1 << 20, new Uint8Array(1))).toThrow(PatchError)
  })

  it('has nothing to run before a program is loaded, and keeps the old one when the new one is refused', () => {
    const config = PRESETS.nano
    const chip = new FastChip(config)
    expect(() => chip.run()).toThrow(ConcordError)
    chip.load(new StreamWriter(config).begin().end().bytes())
    expect(() => chip.load(new Uint8Array(8))).toThrow(IllegalProgramError)
    expect(chip.run().output).toHaveLength(0)
  })
})
