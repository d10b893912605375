import { hasBorder } from '../network/border.js'
import type { Layer } from '../network/layer.js'
import { codePlanes } from '../network/levels.js'
import type { Network } from '../network/network.js'

/** Channels that are stored as top − code: their top, or −1 for those stored as they are; by channel. */
export type Complements = Int32Array

/**
 * How each result is stored, by id.
 *
 * The chip pools by the largest code, so channels pooled by the smallest are complemented: about the largest code when
 * their layers can take the constant that this leaves in the sums, else about 2^planes − 1, which leaves none but
 * takes a threshold for every code. Wide values cannot be negated, so channels whose code falls with them are
 * complemented too.
 */
export function storedComplements({ input, layers, segments }: Network): ReadonlyMap<string, Complements> {
  const complements = new Map([[input.id, new Int32Array(input.map.channels).fill(-1)]])
  for (const { id, result } of segments) {
    if (result !== undefined) complements.set(id, new Int32Array(result.map.channels).fill(-1))
  }
  for (const { id, kind, quantiser, pool, output } of layers) {
    const exact = layers.some(
      ({ inputs, pad, padCodes, scale }) =>
        inputs.includes(id) && (scale !== undefined || (padCodes === undefined && hasBorder(pad))),
    )
    const codes = quantiser?.levels.count ?? 2
    const top = exact && quantiser ? 2 ** codePlanes(quantiser.levels) - 1 : codes - 1
    complements.set(
      id,
      Int32Array.from({ length: output.channels }, (_, c) =>
        (kind === 'wide' ? quantiser?.direction[c] === -1 : pool?.minimum[c]) ? top : -1,
      ),
    )
  }
  return complements
}

/** The same of the channels that enter a layer. */
export function inputComplements(
  { input, inputs }: Layer,
  complements: ReadonlyMap<string, Complements>,
): Complements {
  const tops = new Int32Array(input.channels)
  let at = 0
  for (const id of inputs) {
    const part = complements.get(id)!
    tops.set(part, at)
    at += part.length
  }
  return tops
}
