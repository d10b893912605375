import { type ChipInputs, type ChipOutputs, idleInputs } from '../ports.js'
import type { Chip, ChipObserver } from '../step/chip.js'
import { chipScope, type SampledPorts } from './chip-scope.js'
import { VcdWriter } from './writer.js'

const idleOutputs: ChipOutputs = {
  inReady: false,
  outValid: false,
  outData: 0,
  outDataHigh: 0,
  wbAck: false,
  wbDat: 0,
  done: false,
  error: false,
}

/** Waveform of a chip: attach it, run, close it. */
export class VcdTrace implements ChipObserver {
  readonly #ports: SampledPorts = { clk: true, inputs: idleInputs, outputs: idleOutputs }
  readonly #writer: VcdWriter
  readonly #periodPs: number
  #cycle = 0

  /** @throws TraceError when the file cannot be written */
  constructor(chip: Chip, path: string) {
    this.#periodPs = 2 * Math.round(5e5 / chip.config.clockMhz)
    this.#writer = new VcdWriter(path, chipScope(chip, this.#ports))
  }

  /** Samples a cycle: registers change with the rising edge at its start. */
  observe(_chip: Chip, inputs: ChipInputs, outputs: ChipOutputs): void {
    const start = this.#cycle++ * this.#periodPs
    this.#ports.inputs = inputs
    this.#ports.outputs = outputs
    this.#ports.clk = true
    this.#writer.sample(start)
    this.#ports.clk = false
    this.#writer.sampleFirst(start + this.#periodPs / 2)
  }

  close(): void {
    this.#writer.close()
  }
}
