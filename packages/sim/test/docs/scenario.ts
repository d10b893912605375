import type { ChipConfig } from '@concord/arch'
import { Chip, type ChipInputs, type ChipOutputs, idleInputs, StreamBeats } from '../../src/index.js'

/** What a page of docs/ shows of a chip: inputs cycle by cycle. Cycle 0 is the first in which the chip is awake. */
export interface Scenario {
  readonly config: ChipConfig
  /** Cycles to run. */
  readonly cycles: number
  /** Starts a host that gives the inputs of each cycle; `before` are the outputs of the cycle before. */
  start(): (cycle: number, before: ChipOutputs) => ChipInputs
}

/** Looks at a cycle, before the clock edge that ends it. */
export type Visit = (cycle: number, chip: Chip, inputs: ChipInputs, outputs: ChipOutputs) => void

/** Runs a scenario from reset. */
export function runScenario(scenario: Scenario, visit: Visit): void {
  const chip = new Chip(scenario.config)
  const host = scenario.start()
  chip.step({ ...idleInputs, rstN: false })
  let before = chip.step(idleInputs)
  for (let cycle = 0; cycle < scenario.cycles; cycle++) {
    const detach = chip.attach({ observe: (_, inputs, outputs) => visit(cycle, chip, inputs, outputs) })
    before = chip.step(host(cycle, before))
    detach()
  }
}

/** A stream offered without a pause; a beat that is not accepted is offered again. */
export function streamScenario(
  config: ChipConfig,
  stream: Uint8Array,
  cycles: number,
  outReady: (cycle: number) => boolean = () => true,
): Scenario {
  const start = () => {
    const beats = new StreamBeats(config, stream)
    let beat = -1
    return (cycle: number, before: ChipOutputs): ChipInputs => {
      if (cycle === 0 || before.inReady) beat++
      const inputs = { ...idleInputs, outReady: outReady(cycle) }
      if (beat >= beats.count) return inputs
      const inLast = beat === beats.count - 1
      return { ...inputs, inValid: true, inData: beats.low(beat), inDataHigh: beats.high(beat), inLast }
    }
  }
  return { config, cycles, start }
}
