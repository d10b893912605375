import { CTRL_BITS, STATUS_BITS, WISHBONE } from '@concord/arch'
import type { ChipInputs, ChipOutputs } from '@concord/sim'
import { BusMaster } from './bus-master.js'
import type { Episode } from './episode.js'
import { Pacer } from './pacer.js'

/** A broken program that moves no beat for this long is left alone. */
const QUIET_CYCLES = 400
/** Cycles in reset before an episode that starts with a hard reset. */
const RESET_CYCLES = 2

type Phase = 'reset' | 'select' | 'run' | 'report' | 'over'

/**
 * Everything around a chip during one episode: source, sink and bus master. It sees what a model of the chip shows and decides
 * what the ports get in the next cycle, so that one model's run can be replayed on all others.
 *
 * The episode ends with all status, error and counter registers read over the bus.
 */
export class Host {
  /** Output beats taken, one after the other. */
  readonly output: number[] = []
  /** The program ended, by END or by an error, within the limits. */
  ended = false
  #bus: BusMaster
  #source: Pacer
  #sink: Pacer
  #cycle = 0
  #accepted = 0
  #quiet = 0
  #phase: Phase
  readonly #beats: number

  constructor(
    readonly episode: Episode,
    readonly beatBytes: number,
    startsHard: boolean,
  ) {
    this.#beats = episode.bytes.length / beatBytes
    this.#source = new Pacer(episode.source, true)
    this.#sink = new Pacer(episode.sink, false)
    this.#bus = new BusMaster()
    if (startsHard) this.#phase = 'reset'
    else this.#phase = this.#begin()
  }

  get over(): boolean {
    return this.#phase === 'over'
  }

  drive(): ChipInputs {
    const running = this.#phase === 'run'
    const onPorts = running && this.episode.port === 'stream'
    const inValid = onPorts && this.#accepted < this.#beats && this.#source.willing
    const [inData, inDataHigh] = inValid ? this.#beat(this.#accepted) : [0, 0]
    return {
      rstN: this.#phase !== 'reset',
      ...{ inValid, inData, inDataHigh },
      inLast: inValid && this.#accepted === this.episode.lastBeat,
      outReady: onPorts && this.#sink.willing,
      ...this.#bus.drive(),
    }
  }

  observe(inputs: ChipInputs, outputs: ChipOutputs): void {
    this.#bus.observe(outputs)
    const isIn = inputs.inValid && outputs.inReady
    const isOut = inputs.outReady && outputs.outValid
    if (isIn) this.#accepted++
    if (isOut) this.#take(outputs.outData, outputs.outDataHigh)
    if (this.episode.port === 'stream') {
      this.#source.tick(isIn, inputs.inValid)
      this.#sink.tick(isOut, false)
    }
    this.#quiet = isIn || isOut || this.#bus.moved ? 0 : this.#quiet + 1
    this.#cycle++
    this.#phase = this.#next(outputs)
  }

  #next(outputs: ChipOutputs): Phase {
    switch (this.#phase) {
      case 'reset':
        return this.#cycle < RESET_CYCLES ? 'reset' : this.#begin()
      case 'select':
        return this.#bus.idle ? 'run' : 'select'
      case 'run': {
        const quiet = !this.episode.legal && this.#quiet > QUIET_CYCLES
        this.ended = outputs.done || outputs.error
        if (!this.ended && !quiet && this.#cycle < this.episode.cycleLimit) {
          if (this.episode.port === 'window' && this.#bus.idle) this.#pollWindow()
          return 'run'
        }
        this.#bus.clear()
        this.#report()
        return 'report'
      }
      case 'report':
        return this.#bus.idle ? 'over' : 'report'
      default:
        return 'over'
    }
  }

  #begin(): 'select' | 'run' {
    if (this.episode.port === 'stream') {
      for (const access of this.episode.bus) this.#bus.add(access)
      return 'run'
    }
    this.#bus.write(WISHBONE.ctrl, 1 << CTRL_BITS.windowSelect)
    return 'select'
  }

  /** Looks at STATUS, then moves one beat each way where there is one and the pacers agree; they count these looks, not cycles. */
  #pollWindow(): void {
    this.#bus.read(WISHBONE.status, (status) => {
      const isFull = (status >>> STATUS_BITS.windowInFull) & 1
      const isValid = (status >>> STATUS_BITS.windowOutValid) & 1
      const sends = (!isFull || this.episode.reckless) && this.#accepted < this.#beats && this.#source.willing
      const takes = isValid === 1 && this.#sink.willing
      this.#source.tick(sends, false)
      this.#sink.tick(takes, false)
      if (sends) {
        const isLast = this.#accepted === this.episode.lastBeat
        this.#bus.write(isLast ? WISHBONE.windowInLast : WISHBONE.windowIn, this.#beat(this.#accepted)[0])
        this.#accepted++
      }
      if (takes) this.#bus.read(WISHBONE.windowOut, (beat) => this.#take(beat, 0))
    })
  }

  #report(): void {
    this.#bus.read(WISHBONE.status)
    this.#bus.read(WISHBONE.error)
    this.#bus.read(WISHBONE.version)
    for (let i = 0; i < 16; i++) this.#bus.read(WISHBONE.counter0 + 4 * i)
    if (this.episode.reset === 'soft') this.#bus.write(WISHBONE.ctrl, 1 << CTRL_BITS.softReset)
  }

  #beat(index: number): [number, number] {
    let low = 0
    let high = 0
    for (let i = 0; i < this.beatBytes; i++) {
      const byte = this.episode.bytes[index * this.beatBytes + i]
      if (i < 4) low |= byte << (8 * i)
      else high |= byte << (8 * (i - 4))
    }
    return [low >>> 0, high >>> 0]
  }

  #take(low: number, high: number): void {
    for (let i = 0; i < this.beatBytes; i++) this.output.push(((i < 4 ? low : high) >>> (8 * (i & 3))) & 255)
  }
}
