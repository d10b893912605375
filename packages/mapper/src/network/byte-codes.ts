import { byteOf } from './byte-order.js'
import type { NetworkInput } from './network-input.js'

/** How numbers of values become the codes of a map; see NetworkInput. */
export type MapEncoding = Pick<
  NetworkInput,
  'tensor' | 'map' | 'byteOrder' | 'levels' | 'thresholds' | 'codes'
>

/**
 * Codes of a map, channel by channel.
 *
 * @param bytes - raw bytes, or numbers of values, in the order of the source
 */
export function byteCodes(
  { thresholds, codes, map, byteOrder }: Omit<MapEncoding, 'tensor' | 'levels'>,
  bytes: Uint8Array,
): Int32Array {
  const pixels = map.height * map.width
  const byChannel = thresholds.length === map.channels
  return Int32Array.from(bytes, (_, at) => {
    const element = byteOf(map, byteOrder, at)
    const own = byChannel ? Math.floor(at / pixels) : element
    const list = thresholds[thresholds.length === 1 ? 0 : own]
    let count = 0
    while (count < list.length && list[count] <= bytes[element]) count++
    return codes[count]
  })
}
