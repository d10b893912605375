import type { ChipConfig } from '@concord/arch'
import type { LayerPlan } from './layer-plan.js'

/** The words that stand for a pixel outside the map, at the end of every bank. */
export interface PadWords {
  readonly plan: LayerPlan
  /** Of its first word, in each bank. */
  readonly address: number
}

/** Places the pad words of all layers of a pass; `words` are left for maps. */
export function placePads(
  { actWords }: ChipConfig,
  plans: readonly LayerPlan[],
): { readonly pads: readonly PadWords[]; readonly words: number } {
  let words = actWords
  const pads: PadWords[] = []
  for (const plan of plans) {
    if (plan.plane.padCodes === undefined || !(plan.axes.x.padded || plan.axes.y.padded)) continue
    words -= plan.inWords
    pads.push({ plan, address: words })
  }
  return { pads: pads.reverse(), words }
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
