import { type ChipConfig, lowBits, signExtend } from '@concord/arch'
import type { MemoryContents } from '@concord/sim'
import { Random } from '../arbitrary/random-bytes.js'

/** Memories before the first instruction: zeros for seed 0, else random bits of that seed. */
export function randomContents(config: ChipConfig, seed: number): MemoryContents {
  const {
    rows,
    lanes,
    weightDepth,
    accDepth,
    accBits,
    actBanks,
    actWords,
    paramDepth,
    residualWords,
    postLanes,
  } = config
  const random = new Random(seed)
  const bytes = (length: number) => (seed === 0 ? new Uint8Array(length) : random.bytes(length))
  const values = (length: number) =>
    Int32Array.from({ length }, () => (seed === 0 ? 0 : signExtend(random.next(), accBits)))
  return {
    act: Array.from({ length: actBanks }, () => bytes((actWords * lanes) / 8)),
    weights: [0, 1].map(() => bytes((rows * weightDepth * lanes) / 8)),
    thresholds: [0, 1].map(() => values(paramDepth * rows)),
    acc: values(accDepth * rows).map((value) => lowBits(value, accBits - 1)),
    accValid: values(accDepth),
    wide: new Int16Array(bytes(2 * residualWords * postLanes).buffer),
  }
}
