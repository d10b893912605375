import {
  type Activity,
  COMPUTE_REGISTERS,
  chipGeometry,
  POST_MODE,
  type Program,
  parseStream,
  type StreamItem,
  unpackRegister,
} from '@concord/arch'
import { type InstructionSpan, instructionSpans, type Timeline } from '@concord/sim'
import type { ProgramCost } from './program-cost.js'
import { Tally } from './tally.js'

/** Cost of a mapped program, read off its stream. */
export function programCost(program: Program, timeline: Timeline): ProgramCost {
  const { config, stream, batch, outputBytes } = program
  const count = timeline.evaluate()!
  const items = parseStream(config, stream)
  const tally = new Tally(config)
  visit(items, instructionSpans(timeline), () => tally)
  const { beatBytes } = chipGeometry(config)
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

/** Activity of each layer's own instructions and payload. */
export function tallyProgram(
  program: Program,
  items: readonly StreamItem[],
  spans: readonly InstructionSpan[],
): Activity[] {
  const { config, layers } = program
  const beats = (item: StreamItem) =>
    (chipGeometry(config).instructionBytes + item.payloadBytes) / chipGeometry(config).beatBytes
  return layers.map(({ instructions }) => {
    const tally = new Tally(config)
    const own = new Set<number>()
    for (const { first, last } of instructions) for (let i = first; i <= last; i++) own.add(i)
    visit(items, spans, (index) => (own.has(index) ? tally : undefined))
    const inBeats = [...own].reduce((sum, i) => sum + beats(items[i]), 0)
    return tally.finish(0, own.size, inBeats, 0, config.streamBits)
  })
}

/** Tells the tally of each instruction what it does. */
function visit(
  items: readonly StreamItem[],
  spans: readonly InstructionSpan[],
  tallyOf: (index: number) => Tally | undefined,
): void {
  const registers = new Map<number, number>()
  for (const { index, instruction } of items) {
    if (instruction.op === 'SET') {
      if (instruction.engine === 'compute') registers.set(instruction.register, instruction.value)
      continue
    }
    const tally = tallyOf(index)
    if (tally === undefined) continue
    if (instruction.op === 'LOAD_ACT') tally.loadAct(instruction.count)
    else if (instruction.op === 'LOAD_WEIGHTS') tally.loadFill(instruction.rows, instruction.words, 0)
    else if (instruction.op === 'LOAD_THRESHOLDS') tally.loadFill(instruction.rows, 0, instruction.slots)
    else if (instruction.op === 'STORE') tally.store(instruction.count)
    else if (instruction.op === 'RUN') {
      const run = readRun(registers)
      const words = (spans[index].counts.computeBusy ?? 0) / run.pixels
      tally.run({ ...run, words, load: instruction.load, save: instruction.save })
    }
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
