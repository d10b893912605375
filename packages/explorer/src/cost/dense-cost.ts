import { type ChipConfig, ConcordError, chipGeometry } from '@concord/arch'
import type { DenseLayer } from './dense-layer.js'
import { largestInput, refusal, StepCache } from './dense-plan.js'
import { searchSchedule } from './dense-search.js'
import { tallySchedule } from './dense-tally.js'
import type { ProgramCost } from './program-cost.js'

/**
 * Cost of a fully connected network on any chip, without making its program: the mapper's schedule as operations, and the chip's
 * time as a recurrence over their instructions. Equal to mapping and counting the cycles of the stream.
 */
export class DenseCost {
  readonly #steps = new StepCache()

  constructor(
    readonly layers: readonly DenseLayer[],
    readonly batch: number,
  ) {}

  /** Whether all inputs of the batch fit an activation bank in every layer. */
  fits(config: ChipConfig): boolean {
    return this.batch * largestInput(config, this.layers) <= config.actWords
  }

  /**
   * @param config - on which the batch fits
   * @throws FitError when the mapper refuses the network on this chip
   */
  on(config: ChipConfig): ProgramCost {
    const reason = refusal(config, this.layers)
    if (reason !== undefined) throw new FitError(config.name, reason)
    const schedule = searchSchedule(config, this.layers, this.batch, this.#steps)
    const { clock, plans } = schedule
    const { beatBytes, wordBytes } = chipGeometry(config)
    return {
      batch: this.batch,
      cycles: clock.cycles,
      counters: clock.counters(),
      streamBytes: clock.beats * beatBytes,
      outputBytes: this.batch * plans[plans.length - 1].outWords * wordBytes,
      instructions: clock.instructions,
      activity: tallySchedule(config, schedule, this.batch),
    }
  }
}

/** A network does not fit a chip. */
export class FitError extends ConcordError {
  override readonly name = 'FitError'

  constructor(chip: string, why: string) {
    super({
      what: 'The network does not fit',
      where: `chip ${chip}`,
      why,
      fix: 'leave such chips out with a constraint, or raise the field that is named',
    })
  }
}
