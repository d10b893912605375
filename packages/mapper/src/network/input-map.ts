import type { UnsupportedError } from '../errors.js'
import { elementCount } from '../graph/tensor.js'
import { byteOf } from './byte-order.js'
import { Layout } from './layout.js'
import type { MapShape } from './map-shape.js'
import type { ByteOrder } from './network-input.js'
import type { Value } from './value.js'

/** How a layer takes the input's elements. */
export interface InputMap {
  readonly map: MapShape
  readonly byteOrder: ByteOrder
  /** Ids of this layout number the map's elements. */
  readonly layout: Layout
  /** Line of the map that is all that the layer takes; undefined when it takes the whole map. */
  readonly line: number | undefined
}

/**
 * All elements as one pixel; of a part of them, lines of as many as the part has, of which it is one.
 *
 * @param elements - of the whole input
 */
export function flatMap(
  { layout }: Value,
  elements: number,
  refuseHere: (reason: string) => UnsupportedError,
): InputMap {
  const channels = elementCount(layout.shape)
  const byteOrder = 'channelsLast'
  if (channels >= elements) {
    const map = { channels: elements, height: 1, width: 1 }
    return { map, byteOrder, layout: new Layout(layout.shape, 1, layout.ids), line: undefined }
  }
  const first = layout.ids?.[0] ?? 0
  const inOrder = layout.ids?.every((id, i) => id === first + i) ?? true
  if (!inOrder || elements % channels > 0 || first % channels > 0)
    throw refuseHere('it takes elements of the input that are no line of it')
  const map = { channels, height: elements / channels, width: 1 }
  return { map, byteOrder, layout: new Layout(layout.shape, 1), line: first / channels }
}

/** The elements as a map of channels. */
export function channelMap({ layout }: Value, refuseHere: (reason: string) => UnsupportedError): InputMap {
  const [, channels, ...area] = layout.shape
  const [height, width] = area.length === 1 ? [1, area[0]] : area
  const map = { channels, height, width }
  const { ids } = layout
  const plain = new Layout(layout.shape, height * width)
  for (const byteOrder of ['channelsFirst', 'channelsLast'] as const) {
    const inOrder = plain.tensor().data.every((at) => (ids?.[at] ?? at) === byteOf(map, byteOrder, at))
    if (inOrder) return { map, byteOrder, layout: plain, line: undefined }
  }
  throw refuseHere('the bytes of its input are in an order that is neither channels first nor channels last')
}
