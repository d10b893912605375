import type { ChipConfig } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'
import { holds, timesHeld } from './shape-chip.js'

/** The words that stand for a pixel outside the map, at the end of every bank. */
export interface PadWords {
  readonly plan: LayerPlan
  /** Of its first word, in each bank. */
  readonly address: number
}

/** What an activation bank has for maps. */
export class Room {
  /** @param taken - words at its end */
  constructor(
    readonly config: ChipConfig,
    readonly taken: number,
  ) {}

  holds(words: number): boolean {
    return holds(this.config, 'actWords', words + this.taken)
  }

  /** How many times it holds some words, `most` at most. */
  times(words: number, most: number): number {
    if (this.taken > 0) return Math.min(most, Math.floor(this.words / words))
    return timesHeld(this.config, 'actWords', words, most)
  }

  get words(): number {
    return this.config.actWords - this.taken
  }
}

/** Places the pad words of all layers of a pass; there is room for maps in front of them. */
export function placePads(
  config: ChipConfig,
  plans: readonly LayerPlan[],
): { readonly pads: readonly PadWords[]; readonly room: Room } {
  let taken = 0
  const pads: PadWords[] = []
  for (const plan of plans) {
    if (plan.plane.padCodes === undefined || !(plan.axes.x.padded || plan.axes.y.padded)) continue
    taken += plan.inWords
    pads.push({ plan, address: config.actWords - taken })
  }
  return { pads: pads.reverse(), room: new Room(config, taken) }
}

/** Bytes of a pad pixel: plane by plane, word by word. */
export function padPayload(config: ChipConfig, { plan }: PadWords): Uint8Array {
  const { padCodes, actPlanes } = plan.plane
  const wordBytes = config.lanes / 8
  const payload = new Uint8Array(plan.inWords * wordBytes)
  for (let plane = 0; plane < actPlanes; plane++) {
    for (const [group, { first, channels }] of plan.words.entries()) {
      const at = (plane * plan.inGroups + group) * wordBytes
      for (let lane = 0; lane < channels; lane++) {
        if ((padCodes![first + lane] >>> plane) & 1) payload[at + (lane >>> 3)] |= 1 << (lane & 7)
      }
    }
  }
  return payload
}
