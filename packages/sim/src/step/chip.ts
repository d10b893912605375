import { type ChipConfig, type Counters, chipSignature } from '@concord/arch'
import type { MemoryContents } from '../memory-contents.js'
import type { ChipInputs, ChipOutputs } from '../ports.js'
import { lowMask } from './bits.js'
import { Control } from './control.js'
import { Core } from './core.js'
import type { CoreInputs } from './core-inputs.js'
import { snapshotMemories } from './memories.js'

/** What a chip looks at in every cycle, after everything is evaluated and before the clock edge. */
export interface ChipObserver {
  observe(chip: Chip, inputs: ChipInputs, outputs: ChipOutputs): void
}

/**
 * The stepped model: one clock edge at a time, register by register. Mirrors rtl/concord_chip.sv.
 *
 * Memories start as 0 and survive a reset; all registers start in reset.
 */
export class Chip {
  readonly core: Core
  readonly control: Control
  readonly #observers: ChipObserver[] = []
  readonly #dataMask: number

  /** @param config - legal, as `parseChipConfig` returns it */
  constructor(readonly config: ChipConfig) {
    this.core = new Core(config)
    this.control = new Control(this.core, config.streamBits, chipSignature(config))
    this.#dataMask = lowMask(config.streamBits)
  }

  /** Adds an observer, such as a waveform writer or an activity count; @returns what takes it away again */
  attach(observer: ChipObserver): () => void {
    this.#observers.push(observer)
    return () => this.#observers.splice(this.#observers.indexOf(observer), 1)
  }

  /**
   * Runs one cycle: `inputs` stand at the ports from its start to its end.
   *
   * @returns the outputs during the cycle, which do not depend on `inputs` other than `rstN`
   */
  step(inputs: ChipInputs): ChipOutputs {
    const { core, control } = this
    if (!inputs.rstN) {
      core.reset()
      control.reset()
    }
    core.decide()
    const outputs = this.#outputs()
    control.eval(inputs)
    core.eval(this.#coreInputs(inputs))
    for (const observer of this.#observers) observer.observe(this, inputs, outputs)
    if (inputs.rstN) this.#tick()
    return outputs
  }

  /** The stream ports, or the window in their place. */
  #coreInputs({ inValid, inData, inDataHigh, inLast, outReady }: ChipInputs): CoreInputs {
    const { control } = this
    if (control.windowQ) {
      return {
        inValid: control.windowInValid,
        inData: control.dataQ,
        inDataHigh: 0,
        inLast: control.lastQ,
        outReady: control.takeQ,
        windowError: control.windowError,
      }
    }
    const low = (inData & this.#dataMask) >>> 0
    const high = this.config.streamBits === 64 ? inDataHigh >>> 0 : 0
    return { inValid, inData: low, inDataHigh: high, inLast, outReady, windowError: false }
  }

  #outputs(): ChipOutputs {
    const { core, control } = this
    const { wordQ } = core.storeEngine
    const offersHigh = core.outValid && this.config.streamBits === 64
    return {
      inReady: core.inReady && !control.windowQ,
      outValid: core.outValid && !control.windowQ,
      outData: core.outValid ? (wordQ[0] & this.#dataMask) >>> 0 : 0,
      outDataHigh: offersHigh ? wordQ[1] : 0,
      wbAck: control.wbAck,
      wbDat: control.wbDat,
      done: core.done,
      error: core.halt,
    }
  }

  #tick(): void {
    if (!this.control.softResetQ) this.core.tick()
    this.control.tick()
    // A soft reset is asynchronous: it holds from the start of its cycle
    if (this.control.softResetQ) this.core.reset()
  }

  /** Performance counters now. */
  get counters(): Counters {
    return this.core.counters.snapshot()
  }

  /** Contents of all memories now. */
  memories(): MemoryContents {
    return snapshotMemories(this.core)
  }
}
