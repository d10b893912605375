import { elementCount } from '../graph/tensor.js'
import { WIDE_MIN } from './fixed-point.js'
import type { InputSource } from './input-source.js'
import type { NetworkInput } from './network-input.js'

/**
 * What enters as wide values, in the order of its tensor.
 *
 * @param wideUnit - real value of 1
 */
export function wideInput({ tensor, shape, graphInput }: InputSource, wideUnit: number): NetworkInput {
  const [, channels = 1, ...area] = shape
  const [height, width] = area.length === 2 ? area : [1, elementCount(area)]
  return {
    id: tensor,
    tensor,
    places: Int32Array.from({ length: elementCount(shape) }, (_, i) => i),
    shape: graphInput.shape,
    elements: elementCount(graphInput.shape),
    map: { channels, height, width },
    byteOrder: 'channelsFirst',
    scale: graphInput.scale,
    wideUnit,
    levels: { unit: wideUnit, first: WIDE_MIN, step: 1, count: 2 ** 16 },
    thresholds: [[]],
    codes: [0],
  }
}
