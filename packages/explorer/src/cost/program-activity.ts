import {
  type Activity,
  COMPUTE_REGISTERS,
  COUNTER_NAMES,
  type CounterName,
  chipGeometry,
  POST_MODE,
  type Program,
  parseStream,
  programPasses,
  type StreamItem,
  unpackRegister,
} from '@concord/arch'
import { ActivityTally, wholeActivity } from '@concord/mapper'
import { countCycles, type InstructionSpan } from '@concord/sim'
import type { ProgramCost } from './program-cost.js'

/** A pass of a program, taken apart. */
export interface CountedPass {
  readonly items: readonly StreamItem[]
  readonly spans: readonly InstructionSpan[]
}

/** Cost of a mapped program, read off its streams. */
export function programCost(program: Program): ProgramCost {
  const { config, stream, batch, outputBytes } = program
  const tally = new ActivityTally(config)
  const counters = {} as Record<CounterName, number>
  for (const name of COUNTER_NAMES) counters[name] = 0
  let [cycles, instructions] = [0, 0]
  for (const pass of programPasses(program)) {
    const items = parseStream(config, pass.stream)
    const count = countCycles(config, pass.stream)
    visit(items, count.spans, () => tally)
    cycles += count.cycles
    instructions += items.length
    for (const name of COUNTER_NAMES) counters[name] += count.counters[name]
  }
  const { beatBytes } = chipGeometry(config)
  const [beats, outBeats] = [stream.length / beatBytes, outputBytes / beatBytes]
  return {
    ...{ batch, cycles, counters, instructions },
    streamBytes: stream.length,
    outputBytes,
    activity: wholeActivity([tally.activity], {
      cycles,
      instructions,
      beats,
      outBeats,
      streamBits: config.streamBits,
    }),
  }
}

/** Activity of each layer's own instructions and payload. */
export function tallyProgram({ config, layers }: Program, passes: readonly CountedPass[]): Activity[] {
  const { instructionBytes, beatBytes } = chipGeometry(config)
  return layers.map(({ instructions }) => {
    const tally = new ActivityTally(config)
    let [count, inBeats] = [0, 0]
    for (const [pass, { items, spans }] of passes.entries()) {
      const own = new Set<number>()
      for (const range of instructions) {
        if (range.pass === pass) for (let i = range.first; i <= range.last; i++) own.add(i)
      }
      if (own.size === 0) continue
      visit(items, spans, (index) => (own.has(index) ? tally : undefined))
      count += own.size
      for (const i of own) inBeats += (instructionBytes + items[i].payloadBytes) / beatBytes
    }
    return wholeActivity([tally.activity], {
      ...{ cycles: 0, instructions: count, beats: inBeats, outBeats: 0 },
      streamBits: config.streamBits,
    })
  })
}

/** Tells the tally of each instruction what it does. */
function visit(
  items: readonly StreamItem[],
  spans: readonly InstructionSpan[],
  tallyOf: (index: number) => ActivityTally | undefined,
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
      const { counts, nullWords } = spans[index]
      const { load, save } = instruction
      tally.run({ ...run, runs: 1, words: counts.computeBusy ?? 0, nullWords, load, save })
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
