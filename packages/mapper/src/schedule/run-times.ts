import type { ChipConfig } from '@concord/arch'
import { postCycles } from './post-cycles.js'
import { heldCycles, type RunWork, runCycles } from './run-work.js'

/** By entry of a tape: cycles for which the post unit holds a RUN up, and all that it takes; 0 of other operations. */
export interface RunTimes {
  readonly held: Float64Array
  readonly cycles: Float64Array
  readonly postLanes: number
  readonly popcountStages: number
}

/** What the RUNs of a tape do, by entry; undefined of other operations. */
export class RunColumn {
  readonly works: (RunWork | undefined)[] = []
  /** Of the chip that asked for them last. */
  #times: RunTimes | undefined

  /** How long they take on a chip. */
  timesOn(config: ChipConfig): RunTimes {
    const { postLanes, popcountStages } = config
    const known = this.#times
    if (known?.postLanes === postLanes && known.popcountStages === popcountStages) return known
    const { works } = this
    const times = {
      held: new Float64Array(works.length),
      cycles: new Float64Array(works.length),
      postLanes,
      popcountStages,
    }
    let last: RunWork | undefined
    let [held, cycles] = [0, 0]
    for (let at = 0; at < works.length; at++) {
      const work = works[at]
      if (work === undefined) continue
      if (work !== last) {
        held = heldCycles(work, postCycles(config, work.plane, work.rows), popcountStages)
        cycles = runCycles(work, held)
        last = work
      }
      times.held[at] = held
      times.cycles[at] = cycles
    }
    this.#times = times
    return times
  }
}
