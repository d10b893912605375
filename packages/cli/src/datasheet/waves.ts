import type { ChipConfig } from '@concord/arch'
import { Chip, type ChipInputs, type ChipOutputs, idleInputs } from '@concord/sim'

/** One signal of a timing diagram, a value a cycle. */
export interface Wave {
  /** RTL name of the port. */
  readonly signal: string
  readonly kind: 'bit' | 'bus'
  /** Bits as 0 and 1, buses as text; a bus shows nothing where its value is undefined: nobody looks at it. */
  readonly values: readonly (number | string | undefined)[]
  /** Cycles in which a new value begins although it may look like the one before, such as the next beat. */
  readonly fresh?: readonly boolean[]
}

/** A few cycles of some ports. */
export interface TimingDiagram {
  readonly name: string
  readonly title: string
  /** What happens, in a sentence or two. */
  readonly text: string
  readonly cycles: number
  readonly waves: readonly Wave[]
}

/** A port as it was in one cycle; undefined where its value means nothing. */
export type Probe = (inputs: ChipInputs, outputs: ChipOutputs) => string | boolean | undefined

/** One of the two streams: where its beats end, a new value begins. */
const MOVES: Readonly<Record<string, (inputs: ChipInputs, outputs: ChipOutputs) => boolean>> = {
  in_data_i: (i, o) => i.inValid && o.inReady,
  out_data_o: (i, o) => o.outValid && i.outReady,
}

/** A chip on which cycles are run one by one, and looked at. */
export class Bench {
  readonly chip: Chip
  #recording: { readonly inputs: ChipInputs; readonly outputs: ChipOutputs }[] = []

  constructor(config: ChipConfig) {
    this.chip = new Chip(config)
  }

  /** Runs one cycle. */
  step(inputs: Partial<ChipInputs>): ChipOutputs {
    const all = { ...idleInputs, ...inputs }
    const outputs = this.chip.step(all)
    this.#recording.push({ inputs: all, outputs })
    return outputs
  }

  /** Forgets the cycles so far. */
  forget(): void {
    this.#recording = []
  }

  /** The cycles since the last `forget`, as waves. */
  waves(probes: Readonly<Record<string, Probe>>): Wave[] {
    return Object.entries(probes).map(([signal, probe]) => {
      const values = this.#recording.map(({ inputs, outputs }) => {
        const value = probe(inputs, outputs)
        return typeof value === 'boolean' ? Number(value) : value
      })
      const kind = BUSES.includes(signal) ? 'bus' : 'bit'
      const moves = MOVES[signal]
      if (moves === undefined) return { signal, kind, values }
      const fresh = this.#recording.map((_, t) => {
        const before = this.#recording[t - 1]
        return before !== undefined && moves(before.inputs, before.outputs)
      })
      return { signal, kind, values, fresh }
    })
  }

  get cycles(): number {
    return this.#recording.length
  }
}

/** Probes of the ports that diagrams show, by RTL name. */
export const PROBES = {
  rst_ni: (i) => i.rstN,
  in_valid_i: (i) => i.inValid,
  in_ready_o: (_, o) => o.inReady,
  in_data_i: (i) => (i.inValid ? hex(i.inData, i.inDataHigh) : undefined),
  in_last_i: (i) => i.inLast,
  out_valid_o: (_, o) => o.outValid,
  out_ready_i: (i) => i.outReady,
  out_data_o: (_, o) => (o.outValid ? hex(o.outData, o.outDataHigh) : undefined),
  wb_cyc_i: (i) => i.wbCyc,
  wb_stb_i: (i) => i.wbStb,
  wb_we_i: (i) => i.wbWe,
  wb_adr_i: (i) => (i.wbStb ? hex(i.wbAdr) : undefined),
  wb_dat_i: (i) => (i.wbStb && i.wbWe ? hex(i.wbDat) : undefined),
  wb_ack_o: (_, o) => o.wbAck,
  wb_dat_o: (_, o) => (o.wbAck ? hex(o.wbDat) : undefined),
  done_o: (_, o) => o.done,
  error_o: (_, o) => o.error,
} as const satisfies Readonly<Record<string, Probe>>

export type PortName = keyof typeof PROBES

/** Ports of several bits. */
const BUSES: readonly string[] = ['in_data_i', 'out_data_o', 'wb_adr_i', 'wb_dat_i', 'wb_dat_o']

/** A word as people read it; the high half of a 64-bit beat in front. */
function hex(low: number, high = 0): string {
  const text = (half: number) => half.toString(16).toUpperCase()
  return high === 0 ? text(low).padStart(2, '0') : `${text(high)}${text(low).padStart(8, '0')}`
}
