import {
  COMPUTE_REGISTERS,
  chipGeometry,
  POST_MODE,
  type Program,
  parseStream,
  unpackRegister,
} from '@concord/arch'
import { instructionSpans, type Timeline } from '@concord/sim'
import type { ProgramCost } from './program-cost.js'
import { Tally } from './tally.js'

/** Events of a mapped program read off its stream, with the toggles of random data. */
export function programCost(program: Program, timeline: Timeline): ProgramCost {
  const { config, stream, batch, outputBytes } = program
  const count = timeline.evaluate()!
  const spans = instructionSpans(timeline)
  const items = parseStream(config, stream)
  const { beatBytes } = chipGeometry(config)
  const tally = new Tally(config)
  const registers = new Map<number, number>()
  for (const { index, instruction } of items) {
    if (instruction.op === 'SET' && instruction.engine === 'compute')
      registers.set(instruction.register, instruction.value)
    else if (instruction.op === 'LOAD_ACT') tally.loadAct(instruction.count)
    else if (instruction.op === 'LOAD_WEIGHTS') tally.loadFill(instruction.rows, instruction.words, 0)
    else if (instruction.op === 'LOAD_THRESHOLDS') tally.loadFill(instruction.rows, 0, instruction.slots)
    else if (instruction.op === 'STORE') tally.store(instruction.count)
    else if (instruction.op === 'RUN') {
      const run = readRun(registers)
      const words = (spans[index].counts.computeBusy ?? 0) / run.pixels
      tally.run({ ...run, words, load: instruction.load, save: instruction.save })
    }
  }
  const beats = stream.length / beatBytes
  const outBeats = outputBytes / beatBytes
  return {
    batch,
    cycles: count.cycles,
    counters: count.counters,
    streamBytes: stream.length,
    outputBytes,
    instructions: items.length,
    activity: tally.finish(count.cycles, items.length, beats, outBeats, config.streamBits),
  }
}

function readRun(registers: ReadonlyMap<number, number>) {
  const value = (name: keyof typeof COMPUTE_REGISTERS) => registers.get(COMPUTE_REGISTERS[name].number) ?? 0
  const post = unpackRegister('POST', value('POST'))
  const { pw, ph } = unpackRegister('WINDOW', value('WINDOW'))
  const { ww, wh } = unpackRegister('COUNT', value('COUNT'))
  return {
    rows: unpackRegister('WEIGHT', value('WEIGHT')).rows,
    pixels: ww * wh * pw * ph,
    windows: ww * wh,
    raw: post.mode === POST_MODE.RAW,
    thresholds: post.thresholds,
    outPlanes: post.planes,
  }
}
