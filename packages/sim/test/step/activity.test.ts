import { ACTIVITY_NAMES, PRESETS } from '@concord/arch'
import { expect, it } from 'vitest'
import { ActivityMeter, Chip, runStep } from '../../src/index.js'
import { matvecProgram } from '../support/matvec.js'
import { randomBytes } from '../support/random.js'

const { edge } = PRESETS

function ones(word: number): number {
  return [...(word >>> 0).toString(2)].filter((digit) => digit === '1').length
}

/** Toggled bits along a list of words that starts behind a 0. */
function toggles(words: ArrayLike<number>): number {
  return Array.from(words).reduce((sum, word, i) => sum + ones(word ^ (i > 0 ? words[i - 1] : 0)), 0)
}

it('counts a fully connected layer of two words as by hand', () => {
  const program = matvecProgram(edge)
  const { activity, output, cycles } = runStep(edge, program, { activity: true })
  const act = new Uint32Array(randomBytes(8, 7).buffer)
  const weights = new Uint32Array(randomBytes(32 * 8, 8).buffer)
  const rows = Array.from({ length: 32 }, (_, r) => {
    const weight = [weights[2 * r], weights[2 * r + 1]]
    const match = weight.map((word, g) => ~(word ^ act[g]))
    const first = ones(match[0])
    return { weight, match, counts: [first, first + ones(match[1])] }
  })
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  const code = new Uint32Array(output.slice().buffer)[0]
  const beats = new Uint32Array(program.buffer)
  expect(activity).toEqual({
    cycles,
    words: 2,
    nullWords: 0,
    rowWords: 64,
    accWrites: 64,
    actReadBits: toggles(act),
    weightReadBits: sum(({ weight }) => toggles(weight)),
    matchBits: sum(({ match }) => toggles(match)),
    accBits: sum(({ counts }) => toggles(counts)),
    accFileReads: 0,
    accFileReadBits: 0,
    accFileWrites: 0,
    accFileWriteBits: 0,
    drainWrites: 32,
    drainBits: sum(({ counts }) => toggles(counts.slice(1))),
    postCompares: 32,
    codeBits: ones(code),
    laneOperations: 0,
    laneMultiplications: 0,
    wideReadWords: 0,
    wideWriteWords: 0,
    postWords: 1,
    actWriteWords: 3,
    actWriteBits: ones(act[0]) + ones(act[1]) + ones(code),
    weightWriteWords: 64,
    thresholdWriteWords: 32,
    storeReadWords: 1,
    instructions: 22,
    streamInBeats: beats.length,
    streamInBits: toggles(beats),
    streamOutBeats: 1,
    streamOutBits: ones(code),
  })
})

it('does not depend on back-pressure, but for the cycles', () => {
  const program = matvecProgram(edge, { pixels: 3, groups: 3 })
  const free = runStep(edge, program, { activity: true })
  const slow = runStep(edge, program, { activity: true, inputInterval: 7, outputInterval: 5 })
  expect({ ...slow.activity, cycles: 0 }).toEqual({ ...free.activity, cycles: 0 })
  expect(slow.activity?.cycles).toBe(slow.cycles)
})

it('adds up over runs on one chip', () => {
  const chip = new Chip(edge)
  const meter = new ActivityMeter(chip)
  chip.attach(meter)
  runStep(edge, matvecProgram(edge), { chip })
  const once = meter.activity
  runStep(edge, matvecProgram(edge), { chip })
  const twice = meter.activity
  for (const name of ACTIVITY_NAMES) expect(twice[name]).toBeGreaterThanOrEqual(once[name])
  expect(twice.words).toBe(2 * once.words)
  // The same words are written again: nothing toggles
  expect(twice.actWriteBits).toBe(once.actWriteBits)
})
