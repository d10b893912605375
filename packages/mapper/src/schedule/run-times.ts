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

/** What the RUNs of a tape do, as a column: there are few different works. */
export class RunColumn {
  /** Different ones, but for some that are there twice. */
  readonly works: RunWork[] = []
  /** By entry: its work's place among them; −1 of other operations. */
  readonly places: number[] = []
  /** Of the chip that asked for them last. */
  #times: RunTimes | undefined

  add(work: RunWork | undefined): void {
    if (work === undefined) {
      this.places.push(-1)
      return
    }
    const { works } = this
    const oldest = Math.max(0, works.length - RECENT)
    let place = works.length - 1
    while (place >= oldest && works[place] !== work) place--
    this.places.push(place >= oldest ? place : works.push(work) - 1)
  }

  /** Of an entry. */
  at(entry: number): RunWork | undefined {
    const place = this.places[entry]
    return place < 0 ? undefined : this.works[place]
  }

  /** How long they take on a chip. */
  timesOn(config: ChipConfig): RunTimes {
    const { postLanes, popcountStages } = config
    const known = this.#times
    if (known?.postLanes === postLanes && known.popcountStages === popcountStages) return known
    const { works } = this
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
