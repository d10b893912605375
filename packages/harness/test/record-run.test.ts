import { PRESETS, StreamWriter } from '@concord/arch'
import { runStep } from '@concord/sim'
import { expect, test } from 'vitest'
import { recordRun } from '../src/gates/record-run.js'
import { OUTPUT_FLAGS, RECORD_WORDS } from '../src/rtl/ports.js'

const config = PRESETS.nano

function roundTrip(): Uint8Array {
  return new StreamWriter(config)
    .begin()
    .instruction({ op: 'LOAD_ACT', bank: 0, count: 4 })
    .words(Uint8Array.from({ length: 8 }, (_, i) => 37 * i))
    .instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'store' })
    .instruction({ op: 'TAKE', engine: 'store', bank: 0 })
    .instruction({ op: 'STORE', bank: 0, count: 4 })
    .end()
    .bytes()
}

test('a recording is the run: cycles, output and activity', () => {
  const stream = roundTrip()
  const run = runStep(config, stream, { activity: true })
  const recording = recordRun(config, stream, { cycles: 10_000 })
  const words = new Uint32Array(recording.outputs.slice().buffer)
  const output: number[] = []
  for (let at = recording.from * RECORD_WORDS; at < words.length; at += RECORD_WORDS) {
    if (words[at] & OUTPUT_FLAGS.outValid) output.push(words[at + 2])
  }
  expect(output).toEqual([...run.output])
  // One cycle more shows that it is done
  expect(recording.cycles).toBe(run.cycles + 1)
  expect(recording.activity).toEqual(run.activity)
})

test('a recording ends after the cycles asked for, and the host may be slow', () => {
  const stream = roundTrip()
  expect(recordRun(config, stream, { cycles: 20 }).cycles).toBe(20)
  const slow = recordRun(config, stream, { cycles: 10_000, inputInterval: 4 })
  expect(slow.cycles).toBe(runStep(config, stream, { inputInterval: 4 }).cycles + 1)
})
