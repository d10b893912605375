import { readBit, writeBit } from '@concord/arch'
import type { MemoryPlace } from './memory-places.js'

/** Contents of all memories, one array a place: words in order, each padded to whole bytes, bit 0 first. */
export type MemoryImage = readonly Uint8Array[]

/** Bytes of one memory in an image. */
export function imageBytes({ words, bits }: MemoryPlace): number {
  return words * ((bits + 7) >>> 3)
}

/** Splits a memory kept as one vector (all words on end, no padding) into its words. */
export function splitVector({ words, bits }: MemoryPlace, vector: Uint8Array): Uint8Array {
  const stride = (bits + 7) >>> 3
  const split = new Uint8Array(words * stride)
  for (let w = 0; w < words; w++)
    for (let i = 0; i < bits; i++) if (readBit(vector, w * bits + i)) writeBit(split, w * stride * 8 + i, 1)
  return split
}

/** The other way round. */
export function joinVector({ words, bits }: MemoryPlace, split: Uint8Array): Uint8Array {
  const stride = (bits + 7) >>> 3
  const vector = new Uint8Array((words * bits + 7) >>> 3)
  for (let w = 0; w < words; w++)
    for (let i = 0; i < bits; i++) if (readBit(split, w * stride * 8 + i)) writeBit(vector, w * bits + i, 1)
  return vector
}

/** Images end to end, as the session moves them. */
export function concatImage(parts: MemoryImage): Uint8Array {
  return Buffer.concat(parts as Uint8Array[])
}

/** Cuts bytes that the session moved into parts of the given lengths. */
export function cutImage(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  let at = 0
  return lengths.map((length) => {
    at += length
    return new Uint8Array(bytes.subarray(at - length, at))
  })
}
