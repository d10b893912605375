import { type ChipConfig, CTRL_BITS, WINDOW_STREAM_BITS_MAX, WISHBONE } from '@concord/arch'
import type { ChipInputs } from '@concord/sim'
import { exampleProgram } from './example-program.js'
import { Bench, type PortName, PROBES, type TimingDiagram } from './waves.js'

/** Cycles after which an example that does not get anywhere is given up: a fault of ours. */
const PATIENCE = 100_000

/** Timing diagrams of a chip's ports, each from a run of the stepped model. */
export function timingDiagrams(config: ChipConfig): TimingDiagram[] {
  const window = config.streamBits <= WINDOW_STREAM_BITS_MAX
  return [start(config), output(config), end(config), bus(config), ...(window ? [windowBeat(config)] : [])]
}

/** Reset, and the first beats with a pause of the host. */
function start(config: ChipConfig): TimingDiagram {
  const bench = new Bench(config)
  const beats = beatsOf(config)
  for (let i = 0; i < 2; i++) bench.step({ rstN: false })
  const offered = [false, true, true, true, false, false, true, true, true]
  let next = 0
  for (const valid of offered) {
    const { inReady } = bench.step(valid ? beats[next]! : {})
    if (valid && inReady) next += 1
  }
  return diagram(
    bench,
    ['rst_ni', 'in_valid_i', 'in_ready_o', 'in_data_i'],
    'start',
    'Reset and the first beats',
    'The reset is asynchronous; the chip is ready from the first clock edge after it. A beat moves in a cycle with valid and ready; the host may pause at any time.',
  )
}

/** The first results, with a host that is not always ready. */
function output(config: ChipConfig): TimingDiagram {
  const bench = new Bench(config)
  feedUntil(bench, config, ({ outValid }) => outValid)
  bench.forget()
  for (const outReady of [true, false, false, true, true, false, true, true, true]) bench.step({ outReady })
  return diagram(
    bench,
    ['out_valid_o', 'out_ready_i', 'out_data_o'],
    'output',
    'Results',
    'Data hold still while they are valid and nobody is ready; there are no gaps between the beats of a STORE but those of the host.',
  )
}

/** The end of a program that has been read whole: its results are taken, one after the other. */
function end(config: ChipConfig): TimingDiagram {
  const bench = new Bench(config)
  let read = false
  feedUntil(bench, config, ({ outValid, inReady }) => {
    // Ready no more after the last beat: END has been read
    read ||= outValid && !inReady
    return read
  })
  bench.forget()
  bench.step({})
  while (!bench.step({ outReady: true }).done);
  bench.step({ outReady: true })
  return diagram(
    bench,
    ['in_ready_o', 'out_valid_o', 'out_ready_i', 'out_data_o', 'done_o', 'error_o'],
    'end',
    'The end of a program',
    'The program is done in the cycle after the last beat of its results has been taken, when all engines are idle and END has been read.',
  )
}

/** A read and a write on the bus. */
function bus(config: ChipConfig): TimingDiagram {
  const bench = new Bench(config)
  for (let i = 0; i < 2; i++) bench.step({ rstN: false })
  bench.forget()
  bench.step({})
  access(bench, { wbAdr: WISHBONE.id })
  bench.step({})
  access(bench, { wbAdr: WISHBONE.ctrl, wbWe: true, wbDat: 1 << CTRL_BITS.windowSelect })
  access(bench, { wbAdr: WISHBONE.status })
  bench.step({})
  return diagram(
    bench,
    ['wb_cyc_i', 'wb_stb_i', 'wb_we_i', 'wb_adr_i', 'wb_dat_i', 'wb_ack_o', 'wb_dat_o'],
    'wishbone',
    'Wishbone',
    'A request is acknowledged in the next cycle, for one cycle; what is read is the state of the cycle of the request. Here ID is read, the stream window selected, STATUS read.',
  )
}

/** Beats through the window. */
function windowBeat(config: ChipConfig): TimingDiagram {
  const bench = new Bench(config)
  for (let i = 0; i < 2; i++) bench.step({ rstN: false })
  access(bench, { wbAdr: WISHBONE.ctrl, wbWe: true, wbDat: 1 << CTRL_BITS.windowSelect })
  bench.forget()
  bench.step({})
  for (const { inData } of beatsOf(config).slice(0, 2))
    access(bench, { wbAdr: WISHBONE.windowIn, wbWe: true, wbDat: inData })
  access(bench, { wbAdr: WISHBONE.status })
  bench.step({})
  return diagram(
    bench,
    ['wb_stb_i', 'wb_we_i', 'wb_adr_i', 'wb_dat_i', 'wb_ack_o', 'wb_dat_o', 'in_ready_o'],
    'window',
    'Beats through the window',
    'With the window selected a write to WINDOW_IN is one beat; the stream ports rest. STATUS says when there is no room (bit 2) and when there is a result (bit 3).',
  )
}

/** One request, held until the acknowledge. */
function access(bench: Bench, request: Partial<ChipInputs>): void {
  const up = { ...request, wbCyc: true, wbStb: true, wbSel: 15 }
  while (!bench.step(up).wbAck);
}

/** Feeds the example program, whose results nobody takes, until something is seen at the outputs. */
function feedUntil(
  bench: Bench,
  config: ChipConfig,
  seen: (outputs: ReturnType<Bench['step']>) => boolean,
): void {
  const beats = beatsOf(config)
  bench.step({ rstN: false })
  for (let cycle = 0, next = 0; cycle < PATIENCE; cycle++) {
    const outputs = bench.step({ ...beats[next] })
    if (next < beats.length && outputs.inReady) next += 1
    if (outputs.error) throw new Error(`the example program of ${config.name} is wrong`)
    if (seen(outputs)) return
  }
  throw new Error(`the example program of ${config.name} gets nowhere`)
}

function beatsOf(config: ChipConfig): (Partial<ChipInputs> & { readonly inData: number })[] {
  const bytes = exampleProgram(config)
  const beatBytes = config.streamBits / 8
  const word = (from: number, to: number) =>
    Array.from(bytes.subarray(from, Math.min(to, from + 4))).reduceRight((sum, byte) => sum * 256 + byte, 0)
  return Array.from({ length: bytes.length / beatBytes }, (_, i) => {
    const [from, to] = [i * beatBytes, (i + 1) * beatBytes]
    const inDataHigh = beatBytes > 4 ? word(from + 4, to) : 0
    return { inValid: true, inData: word(from, to), inDataHigh, inLast: to === bytes.length }
  })
}

function probesOf(signals: readonly PortName[]) {
  return Object.fromEntries(signals.map((signal) => [signal, PROBES[signal]]))
}

function diagram(
  bench: Bench,
  signals: readonly PortName[],
  name: string,
  title: string,
  text: string,
): TimingDiagram {
  return { name, title, text, cycles: bench.cycles, waves: bench.waves(probesOf(signals)) }
}
