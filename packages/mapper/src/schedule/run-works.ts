import type { ChipConfig } from '@concord/arch'
import { postCycles } from './post-cycles.js'
import { heldCycles, type RunWork, runCycles } from './run-work.js'

/** By work: cycles for which the post unit holds a RUN up, and all that it takes. */
export interface RunTimes {
  readonly held: readonly number[]
  readonly cycles: readonly number[]
  readonly postLanes: number
  readonly popcountStages: number
}

/** Works added last among which another one is looked for. */
const RECENT = 8

/** What the RUNs of a tape do: there are few different works. */
export class RunWorks {
  /** Different ones, but for some that are there twice. */
  readonly works: RunWork[] = []
  /** Of the chip that asked for them last. */
  #times: RunTimes | undefined

  /** Its place among the works, added where it is not yet. */
  placeOf(work: RunWork): number {
    const { works } = this
    const oldest = Math.max(0, works.length - RECENT)
    for (let place = works.length - 1; place >= oldest; place--) if (works[place] === work) return place
    return works.push(work) - 1
  }

  /** How long they take on a chip. */
  timesOn(config: ChipConfig): RunTimes {
    const { postLanes, popcountStages } = config
    const known = this.#times
    const { works } = this
    if (
      known?.postLanes === postLanes &&
      known.popcountStages === popcountStages &&
      known.held.length === works.length
    )
      return known
    const held: number[] = []
    const cycles: number[] = []
    for (const work of works) {
      const own = heldCycles(work, postCycles(config, work.plane, work.rows), popcountStages)
      held.push(own)
      cycles.push(runCycles(work, own))
    }
    const times = { held, cycles, postLanes, popcountStages }
    this.#times = times
    return times
  }
}
