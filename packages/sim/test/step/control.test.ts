import {
  type ChipConfig,
  COUNTER_NAMES,
  chipSignature,
  ERROR_CODES,
  ID_VALUE,
  PRESETS,
  StreamWriter,
  unpackErrorRegister,
  WISHBONE,
} from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { Chip, idleInputs, runStep } from '../../src/index.js'
import { edge } from '../support/chips.js'
import { matvecProgram } from '../support/matvec.js'
import { WishboneMaster } from '../support/wishbone.js'

const { nano, wide } = PRESETS

function awake(config: ChipConfig): Chip {
  const chip = new Chip(config)
  chip.step({ ...idleInputs, rstN: false })
  chip.step(idleInputs)
  return chip
}

/** Feeds a stream through the window, polling STATUS as a bus master does. */
function runWindow(chip: Chip, stream: Uint8Array): number[] {
  const bus = new WishboneMaster(chip)
  const beatBytes = chip.config.streamBits / 8
  const output: number[] = []
  const poll = () => {
    const status = bus.read(WISHBONE.status)
    if (status & 8) output.push(bus.read(WISHBONE.windowOut))
    return status
  }
  for (let at = 0; at < stream.length; at += beatBytes) {
    while (poll() & 4);
    let beat = 0
    for (let byte = 0; byte < beatBytes; byte++) beat |= stream[at + byte] << (8 * byte)
    const last = at + beatBytes === stream.length
    bus.write(last ? WISHBONE.windowInLast : WISHBONE.windowIn, beat >>> 0)
  }
  for (let polls = 0; polls < 1000 && (poll() & 3) === 0; polls++);
  return output
}

describe('Wishbone', () => {
  it('answers in the next cycle, for one cycle', () => {
    const chip = awake(edge)
    const request = { ...idleInputs, wbCyc: true, wbStb: true, wbAdr: WISHBONE.id }
    const answers = [request, request, request, idleInputs, idleInputs].map((inputs) => chip.step(inputs))
    expect(answers.map(({ wbAck }) => wbAck)).toEqual([false, true, false, true, false])
    expect(answers.map(({ wbDat }) => wbDat)).toEqual([0, ID_VALUE, 0, ID_VALUE, 0])
  })

  it('shows identity, and 0 where nothing is', () => {
    const bus = new WishboneMaster(awake(edge))
    expect(bus.read(WISHBONE.version)).toBe((1 << 16) | chipSignature(edge))
    for (const address of [WISHBONE.ctrl, WISHBONE.windowIn, 0x20, 0x41, 0x80]) {
      expect(bus.read(address)).toBe(0)
    }
  })

  it('shows status, counters and the first error', () => {
    const chip = new Chip(edge)
    const { counters } = runStep(edge, matvecProgram(edge), { chip })
    const bus = new WishboneMaster(chip)
    expect(bus.read(WISHBONE.status)).toBe(1)
    expect(bus.read(WISHBONE.error)).toBe(0)
    COUNTER_NAMES.forEach((name, i) => {
      expect(bus.read(WISHBONE.counter0 + 4 * i)).toBe(counters[name])
    })
    const stream = new StreamWriter(edge).begin().set('PAIR', { index: 9 }).end().bytes()
    const { error } = runStep(edge, stream, { chip })
    expect(bus.read(WISHBONE.status)).toBe(2)
    expect(unpackErrorRegister(bus.read(WISHBONE.error))).toEqual({ code: 7, engine: 2, index: 0 })
    expect(error).toMatchObject({ code: 7, engine: 2, index: 0 })
  })

  it('ignores a write without all byte selects', () => {
    const bus = new WishboneMaster(awake(edge))
    bus.write(WISHBONE.ctrl, 2, 7)
    expect(bus.read(WISHBONE.status)).toBe(0)
  })
})

describe('soft reset', () => {
  it('holds for one cycle, from its start, and keeps the memories', () => {
    const chip = awake(edge)
    const writer = new StreamWriter(edge).begin()
    writer.instruction({ op: 'LOAD_ACT', bank: 1, count: 1 }).words(Uint8Array.of(1, 2, 3, 4))
    const stopped = runStep(edge, writer.begin().end().bytes(), { chip })
    expect(stopped.error?.code).toBe(ERROR_CODES.BEGIN)
    const offer = { ...idleInputs, inValid: true }
    const request = {
      ...offer,
      wbCyc: true,
      wbStb: true,
      wbWe: true,
      wbSel: 15,
      wbAdr: WISHBONE.ctrl,
      wbDat: 1,
    }
    const outputs = [offer, request, offer, offer, offer].map((inputs) => chip.step(inputs))
    // Written in cycle 1, reset in 2, asleep in 3, awake from 4 on
    expect(outputs.map(({ error }) => error)).toEqual([true, true, false, false, false])
    expect(outputs.map(({ inReady }) => inReady)).toEqual([false, false, false, false, true])
    expect(chip.memories().act[1].slice(0, 4)).toEqual(Uint8Array.of(1, 2, 3, 4))
  })

  it('makes a chip like new after any error, in the middle of a RUN', () => {
    const program = matvecProgram(edge, { pixels: 4 })
    const fresh = runStep(edge, program)
    const chip = awake(edge)
    for (let cycle = 0; cycle < 130; cycle++) {
      chip.step({ ...idleInputs, inValid: true, inData: new Uint32Array(program.buffer)[cycle] })
    }
    const bus = new WishboneMaster(chip)
    bus.write(WISHBONE.ctrl, 1)
    expect(chip.counters.cycles).toBe(0)
    bus.write(WISHBONE.ctrl, 2)
    expect(runWindow(chip, program)).toHaveLength(1)
    bus.write(WISHBONE.ctrl, 0)
    expect(runStep(edge, program, { chip })).toEqual(fresh)
  })
})

describe('stream window', () => {
  it.each([edge, nano])('gives the same output as the ports on $name', (config) => {
    const program = matvecProgram(config)
    const { output } = runStep(config, program)
    const chip = awake(config)
    new WishboneMaster(chip).write(WISHBONE.ctrl, 2)
    const beats = runWindow(chip, program)
    const beatBytes = config.streamBits / 8
    const bytes = beats.flatMap((beat) =>
      Array.from({ length: beatBytes }, (_, i) => (beat >>> (8 * i)) & 255),
    )
    expect(Uint8Array.from(bytes)).toEqual(output)
  })

  it('takes the ports away, survives a soft reset, which empties it', () => {
    const chip = awake(edge)
    const bus = new WishboneMaster(chip, { inValid: true })
    bus.write(WISHBONE.ctrl, 2)
    expect(chip.step(idleInputs).inReady).toBe(false)
    bus.write(WISHBONE.windowIn, 0xffffffff)
    bus.write(WISHBONE.ctrl, 3)
    expect(bus.read(WISHBONE.status)).toBe(16)
  })

  it('WINDOW error: written while full', () => {
    const chip = awake(edge)
    const bus = new WishboneMaster(chip)
    bus.write(WISHBONE.ctrl, 2)
    // Store offers a beat that nobody reads, so the TAKE of its bank waits, and the beat after it in the window
    const writer = new StreamWriter(edge).begin()
    writer.instruction({ op: 'LOAD_ACT', bank: 0, count: 1 }).words(Uint8Array.of(1, 2, 3, 4))
    writer.instruction({ op: 'GIVE', engine: 'load', bank: 0, to: 'store' })
    writer
      .instruction({ op: 'TAKE', engine: 'store', bank: 0 })
      .instruction({ op: 'STORE', bank: 0, count: 1 })
    writer.instruction({ op: 'TAKE', engine: 'load', bank: 0 })
    for (const word of new Uint32Array(writer.bytes().buffer)) bus.write(WISHBONE.windowIn, word)
    expect(bus.read(WISHBONE.status)).toBe(16 | 8)
    bus.write(WISHBONE.windowIn, 0)
    expect(bus.read(WISHBONE.status)).toBe(16 | 8 | 4)
    bus.write(WISHBONE.windowIn, 0)
    expect(bus.read(WISHBONE.status)).toBe(16 | 4 | 2)
    const error = unpackErrorRegister(bus.read(WISHBONE.error))
    expect(error).toEqual({ code: ERROR_CODES.WINDOW, engine: 0, index: 5 })
  })

  it('cannot be selected on a 64-bit stream', () => {
    const config = { ...wide, rows: 64, lanes: 64, streamBits: 64 as const }
    const bus = new WishboneMaster(awake(config))
    bus.write(WISHBONE.ctrl, 2)
    expect(bus.read(WISHBONE.status)).toBe(0)
  })
})
