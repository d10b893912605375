import { UnsupportedError } from '../errors.js'
import type { Tensor } from '../graph/tensor.js'
import { attempt } from './attempt.js'
import { ChannelFunction } from './channel-function.js'
import { Draft } from './draft.js'
import type { SegmentInput } from './host-segment.js'
import { levelInteger } from './levels.js'
import { resultPlaces } from './places.js'
import { settle } from './settle.js'
import { drafts, type Value } from './value.js'

/** What is known of the graph and of the chip. */
interface Known {
  readonly constants: ReadonlyMap<string, Tensor>
  readonly shapes: ReadonlyMap<string, readonly number[]>
  /** Levels of codes that the post unit makes at most. */
  readonly levelsMax: number
}

/**
 * The codes of a value of one layer, as the chip hands them to the host: fewer bits than its sums.
 *
 * @returns undefined when it has none on the chip
 */
export function handedCodes(value: Value, { constants, shapes, levelsMax }: Known): SegmentInput | undefined {
  const owners = drafts(value)
  if ((value.kind !== 'step' && value.kind !== 'pool') || owners.length > 1) return undefined
  if (!(owners[0] instanceof Draft) || owners[0].body.kind === 'wide') return undefined
  const lists = new ChannelFunction(value, constants).levels()
  if (lists === undefined || new Set(lists.flat()).size > levelsMax) return undefined
  const refuseHere = (reason: string) => new UnsupportedError([{ node: value.tensor, reason }])
  const settled = attempt(() => settle(value, constants, refuseHere))
  if (settled === undefined || settled.levels.count > levelsMax) return undefined
  const [{ tensor, places }] = resultPlaces(value)
  const known = lists.flat()
  const nearest = (real: number) =>
    known.reduce((best, other) => (Math.abs(other - real) < Math.abs(best - real) ? other : best))
  return {
    id: settled.ids[0],
    tensor,
    shape: shapes.get(tensor)!,
    places: Array.from(places ?? []),
    units: [],
    values: Array.from({ length: settled.levels.count }, (_, code) =>
      nearest(settled.levels.unit * levelInteger(settled.levels, code)),
    ),
  }
}
