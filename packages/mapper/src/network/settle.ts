import type { UnsupportedError } from '../errors.js'
import type { Tensor } from '../graph/tensor.js'
import { findOperator } from '../operators/table.js'
import { NO_BORDER } from './border.js'
import { ChannelFunction } from './channel-function.js'
import { Draft } from './draft.js'
import type { LayerQuantiser } from './layer.js'
import type { Layout } from './layout.js'
import { codeOfValue, type Levels } from './levels.js'
import type { Border, MapShape } from './map-shape.js'
import { borderOf, resultPlaces } from './places.js'
import { fallingChannels, poolWindows } from './pooling.js'
import { fallsBelowZero } from './real-step.js'
import { refuse } from './refuse.js'
import { foldThresholds } from './thresholds.js'
import { channelCount, drafts, operandsOf, type StepValue, type Value } from './value.js'

/** A value whose codes are the results of layers (or of the network's input). */
export interface Settled {
  /** Ids of the results; their channels, one after another, are the map's. */
  readonly ids: readonly string[]
  readonly map: MapShape
  readonly levels: Levels
  /** Ids of this layout number the map's elements. */
  readonly layout: Layout
  readonly border: Border
  /** Line of the map that is all there is of it, where a layer takes a part of the input. */
  readonly line?: number | undefined
  /** Value of the border's pixels, by channel; undefined without a border. */
  readonly borderValues: Float64Array | undefined
}

/**
 * Turns a value into codes: gives its layers their quantisers and pools.
 *
 * @param refuseHere - makes the error when the value is not quantised
 */
export function settle(
  value: Value,
  constants: ReadonlyMap<string, Tensor>,
  refuseHere: (reason: string) => UnsupportedError,
): Settled {
  const bent = steps(value).find((step) => fallsBelowZero(step, constants))
  if (bent !== undefined) throw refuse(bent.node, 'it has a slope below 0, so it is not monotone')
  const f = new ChannelFunction(value, constants)
  const owners = drafts(value).filter((draft) => draft instanceof Draft)
  const folded = foldThresholds(owners, f, refuseHere)
  const windows = poolWindows(value)
  const falling = fallingChannels(f, folded.f)
  const places = resultPlaces(value)
  let first = 0
  const ids = owners.map((draft, i) => {
    const last = first + draft.output.channels
    const margins = folded.margins.subarray(first, last)
    const quantiser: LayerQuantiser = {
      ...places[i],
      levels: folded.levels,
      direction: folded.direction.slice(first, last),
      thresholds: folded.thresholds.map((list) => list.slice(first, last)),
      margin: margins.reduce((a, b) => Math.min(a, b), Infinity),
      ties: folded.ties.subarray(first, last).reduce((a, b) => a + b, 0),
      tiedChannels: folded.ties.subarray(first, last).filter((ties) => ties > 0).length,
    }
    const window = windows[i]
    const pool = window && { ...window, minimum: falling.slice(first, last) }
    first = last
    return draft.add({ pool, quantiser })
  })
  return {
    ids,
    map: { channels: channelCount(value), ...value.area },
    levels: folded.levels,
    layout: value.layout,
    ...settleBorder(value, f),
  }
}

/**
 * The last quantiser of a value, or what is quantised otherwise: what a part of the host would have to make.
 *
 * @param isKnown - whether a tensor is one of the source
 */
export function cutPoint(value: Value, isKnown: (tensor: string) => boolean): Value {
  if (value.kind === 'move' || value.kind === 'pad') return cutPoint(value.from, isKnown)
  if (value.kind !== 'step') return value
  const operator = findOperator(value.node)
  if (typeof operator !== 'string' && operator.kind === 'quantiser') return value
  const inner = cutPoint(value.operands.find((operand): operand is Value => operand !== undefined)!, isKnown)
  return isKnown(inner.tensor) ? inner : value
}

/** All steps in a value. */
function steps(value: Value): StepValue[] {
  return [...(value.kind === 'step' ? [value] : []), ...operandsOf(value).flatMap(steps)]
}

/** What a border becomes on the way to the value. */
export function settleBorder(value: Value, f: ChannelFunction): Pick<Settled, 'border' | 'borderValues'> {
  const pad = borderOf(value)
  if (pad === undefined) return { border: NO_BORDER, borderValues: undefined }
  const filled = new Float64Array(f.channels).fill(pad.value)
  const borderValues = f.run(new Float64Array(f.channels), new Map([[pad, filled]])).get(value)!
  return { border: pad.border, borderValues }
}

/**
 * Codes of padding pixels, by channel.
 *
 * @returns undefined when their taps may be skipped: the padding is 0, and the planes of the levels sum to 0
 */
export function padCodes(
  values: Float64Array,
  levels: Levels,
  refuseHere: (reason: string) => UnsupportedError,
): Int32Array | undefined {
  if (values.every((value) => value === 0) && isSymmetric(levels)) return undefined
  return Int32Array.from(values, (value) => {
    const code = codeOfValue(levels, value)
    if (code === undefined) throw refuseHere(`its padding ${value} is none of its input's levels`)
    return code
  })
}

/** Whether a tap that adds nothing is a tap of value 0: 2 first + step (2^planes − 1) = 0. */
function isSymmetric(levels: Levels): boolean {
  const planes = Math.max(1, Math.ceil(Math.log2(levels.count)))
  return 2 * levels.first + levels.step * (2 ** planes - 1) === 0
}
