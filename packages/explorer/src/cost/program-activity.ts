import {
  type Activity,
  COMPUTE_REGISTERS,
  chipGeometry,
  POST_MODE,
  type Program,
  type StreamItem,
  unpackRegister,
} from '@concord/arch'
import { ActivityTally, wholeActivity } from '@concord/mapper'
import type { InstructionSpan } from '@concord/sim'

/** A pass of a program, taken apart. */
export interface CountedPass {
  readonly items: readonly StreamItem[]
  readonly spans: readonly InstructionSpan[]
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
      tallyInstructions(items, spans, (index) => (own.has(index) ? tally : undefined))
      count += own.size
      for (const i of own) inBeats += (instructionBytes + items[i].payloadBytes) / beatBytes
    }
    return wholeActivity([tally.activity], {
      ...{ cycles: 0, instructions: count, beats: inBeats, outBeats: 0 },
      streamBits: config.streamBits,
    })
  })
}

/** Tells the tally of each instruction of a pass, where it has one, what it does. */
export function tallyInstructions(
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
