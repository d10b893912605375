import type { UnsupportedError } from '../errors.js'
import { elementCount } from '../graph/tensor.js'
import { byteOf } from './byte-order.js'
import type { Classes } from './collapse.js'
import type { InputReader } from './element-codes.js'
import { thresholdsOf } from './input-code.js'
import { channelMap, flatMap, type InputMap } from './input-map.js'
import type { InputSource } from './input-source.js'
import type { NetworkInput } from './network-input.js'
import { resultPlaces } from './places.js'
import { type Settled, settleBorder } from './settle.js'
import type { Value } from './value.js'

/**
 * Turns a value of an input's elements into codes: gives the input its thresholds and its map.
 *
 * @param flat - its layer takes all elements at once
 * @throws UnsupportedError when it is not quantised, or was settled to something else before
 */
export function settleInput(
  source: InputSource,
  value: Value,
  reader: InputReader,
  flat: boolean,
  refuseHere: (reason: string) => UnsupportedError,
): Settled {
  const { graphInput } = source
  const { f, classes, curves, levels } = reader.of(source, value, refuseHere)
  const elements = elementCount(source.shape)
  const taken = flat ? flatMap(value, elements, refuseHere) : channelMap(value, refuseHere)
  const { map, byteOrder, layout, line } = taken
  const [places] = resultPlaces(value)
  const positions = places.places ?? Int32Array.from({ length: elements }, (_, i) => i)
  const input: NetworkInput = {
    id: source.id,
    tensor: places.tensor,
    places: Int32Array.from({ length: elements }, (_, at) => positions[byteOf(map, byteOrder, at)]),
    shape: graphInput.shape,
    elements: elementCount(graphInput.shape),
    map,
    byteOrder,
    scale: graphInput.scale,
    levels,
    ...thresholdsOf(codeLists(curves.codes, classes, taken), levels.count, refuseHere),
  }
  if (!source.take(input)) throw refuseHere('the input is quantised in two ways; one is supported')
  const border = settleBorder(value, f)
  const borderValues = border.borderValues && byChannel(border.borderValues, classes, taken)
  if (borderValues?.includes(Number.NaN)) throw refuseHere('its padding differs from pixel to pixel')
  return { ids: [source.id], map, levels, layout, line, ...border, borderValues }
}

/** Codes of every byte: of all elements alike, by channel, or by element. */
function codeLists(
  curves: readonly (readonly number[])[],
  classes: Classes,
  taken: InputMap,
): readonly (readonly number[])[] {
  if (curves.length === 1) return curves
  const own = byChannel(
    Float64Array.from(curves, (_, k) => k),
    classes,
    taken,
  )
  if (!own.includes(Number.NaN)) return Array.from(own, (k) => curves[k])
  const { channels, height, width } = taken.map
  return Array.from({ length: channels * height * width }, (_, id) => curves[classes.of(id)])
}

/** Values by channel from values by class; NaN where the pixels of a channel differ. */
function byChannel(
  values: Float64Array,
  classes: Classes,
  { map, byteOrder }: Pick<InputMap, 'map' | 'byteOrder'>,
): Float64Array {
  const pixels = map.height * map.width
  return Float64Array.from({ length: map.channels }, (_, c) => {
    const value = (pixel: number) => values[classes.of(byteOf(map, byteOrder, c * pixels + pixel))]
    const first = value(0)
    for (let pixel = 1; pixel < pixels; pixel++) if (value(pixel) !== first) return Number.NaN
    return first
  })
}
