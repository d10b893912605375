import type { LayerInfo, Program } from '@concord/arch'
import { totalOf } from './cycle-split.js'
import type { CycleSplit } from './record.js'

/** What keeps a layer from being faster. */
export type LayerBound = 'array' | 'stream' | 'post' | 'hand-over'

/** Share of computing from which on the array itself is the bound. */
const ARRAY_SHARE = 0.9

/**
 * What bounds a layer: the array when it computes nearly all the time; else whatever takes most of the other cycles, the stream
 * that brings weights and maps in, the post unit, or instructions and banks that change hands.
 */
export function boundOf(split: CycleSplit): LayerBound {
  const { compute, load, drain, stalls } = split
  if (compute >= ARRAY_SHARE * totalOf(split)) return 'array'
  if (load >= drain && load >= stalls) return 'stream'
  return drain >= stalls ? 'post' : 'hand-over'
}

/** Single-bit products of a layer by rows × lanes × cycles; lanes that words leave empty count as idle. */
export function arrayUse(
  { batch, config }: Program,
  layer: Omit<LayerInfo, 'instructions'>,
  split: CycleSplit,
): number {
  const { macs, actPlanes, weightPlanes } = layer
  const cycles = totalOf(split)
  return cycles === 0 ? 0 : (batch * macs * actPlanes * weightPlanes) / (cycles * config.rows * config.lanes)
}
