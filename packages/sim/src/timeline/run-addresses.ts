import { type ChipConfig, signExtend } from '@concord/arch'
import { lowMask } from '../step/bits.js'
import type { ComputeRegisters } from '../step/compute-registers.js'
import { laneOperations } from '../step/lane-operations.js'
import { LaneAccumulate, LaneGate, LaneResidual, LaneSum, LaneWrite } from '../step/package.js'
import type { Axis } from './axis.js'
import { sourceAddresses } from './source-addresses.js'

/** Combinations of addresses that are tried one by one before giving up. */
const TRIED_MAX = 1 << 22

/** Whether every address of a RUN in flight lies inside its memory; false also when that is too much work to find out. */
export function addressesInside(
  config: ChipConfig,
  registers: ComputeRegisters,
  { pairs, both, emits, scales, wideSource }: RunTouches,
  x: Axis,
  y: Axis,
): boolean {
  const operands = wideSource
    ? emits || scales
      ? sourcesInside(config, registers, x, y)
      : true
    : weightsInside((both ? 2 : 1) * config.weightDepth, registers, pairs, x, y) &&
      padInside(config, registers, pairs, x, y) &&
      actsInside(config, registers, pairs, x, y)
  return (
    operands &&
    (!scales || wideWordsInside(config, registers)) &&
    (!emits || outputsInside(config, registers))
  )
}

/** What a RUN reads and writes. */
export interface RunTouches {
  readonly pairs: number
  /** Weight addresses go on from bank 0 to bank 1. */
  readonly both: boolean
  /** Planes are written. */
  readonly emits: boolean
  /** Post-processed in SCALE mode. */
  readonly scales: boolean
  /** The values come from the wide bank. */
  readonly wideSource: boolean
}

function sourcesInside(config: ChipConfig, r: ComputeRegisters, x: Axis, y: Axis): boolean {
  const words = Math.ceil(r.rows / config.postLanes)
  return wideRangeInside(config, r, sourceAddresses(r, x, y), words)
}

/** The residual words if they are read, the words that are written if they are read or written. */
function wideWordsInside(config: ChipConfig, r: ComputeRegisters): boolean {
  const { inner, last } = laneOperations(r)
  const single = r.pw * r.ph === 1
  const has = (operation: number) => (((single ? last : inner | last) >>> operation) & 1) === 1
  const words = Math.ceil(r.rows / config.postLanes)
  const inside = (base: number, dx: number, dy: number) => {
    const mask = lowMask(r.addrBits)
    const addresses: number[] = []
    for (let wy = 0; wy < r.wh; wy++) {
      for (let wx = 0; wx < r.ww; wx++) addresses.push((base + wx * dx + wy * dy) & mask)
    }
    return wideRangeInside(config, r, addresses, words)
  }
  const reads = has(LaneResidual) || has(LaneGate)
  const writes = has(LaneSum) || has(LaneAccumulate) || has(LaneWrite)
  return (
    (!reads || inside(r.resAddr, r.resDx, r.resDy)) && (!writes || inside(r.wideAddr, r.wideDx, r.wideDy))
  )
}

/** Whether `words` words from each address on lie inside the wide bank; addresses wrap. */
function wideRangeInside(
  { residualWords }: ChipConfig,
  { addrBits }: ComputeRegisters,
  addresses: ArrayLike<number>,
  words: number,
): boolean {
  const range = lowMask(addrBits) + 1
  for (let i = 0; i < addresses.length; i++) {
    const first = addresses[i]!
    const last = first + words - 1
    if (first >= residualWords || (last < range ? last >= residualWords : residualWords < range)) return false
  }
  return true
}

function weightsInside(depth: number, r: ComputeRegisters, pairs: number, x: Axis, y: Axis) {
  const mask = lowMask(r.wordBits)
  for (let ky = 0; ky < r.kh; ky++) {
    for (let kx = 0; kx < r.kw; kx++) {
      if (!r.pad && !((x.visited >> kx) & (y.visited >> ky) & 1)) continue
      for (let pair = 0; pair < pairs; pair++) {
        const first = (r.weight + ky * r.wDy + kx * r.wDx + r.pairs[pair]!.wOff) & mask
        if (first + r.groups > depth) return false
      }
    }
  }
  return true
}

function padInside({ actWords }: ChipConfig, r: ComputeRegisters, pairs: number, x: Axis, y: Axis) {
  const everywhere = x.always === (1 << r.kw) - 1 && y.always === (1 << r.kh) - 1
  if (!r.pad || everywhere) return true
  const mask = lowMask(r.addrBits)
  return r.pairs.slice(0, pairs).every(({ aOff }) => ((r.padAddr + aOff) & mask) + r.groups <= actWords)
}

function actsInside({ actWords }: ChipConfig, r: ComputeRegisters, pairs: number, x: Axis, y: Axis) {
  if (x.visited === 0 || y.visited === 0) return true
  const signed = (address: number) => signExtend(address, r.addrBits)
  return sumsInside(
    r,
    actWords,
    signed(r.inAddr),
    [
      tapAddresses(x, r.ww, signed(r.winDx), r.pw, signed(r.pixDx), signed(r.tapDx)),
      tapAddresses(y, r.wh, signed(r.winDy), r.ph, signed(r.pixDy), signed(r.tapDy)),
      new OffsetSet(r.pairs.slice(0, pairs).map(({ aOff }) => aOff)),
    ],
    r.groups,
  )
}

function outputsInside(config: ChipConfig, r: ComputeRegisters): boolean {
  const signed = (address: number) => signExtend(address, r.addrBits)
  const parts = [
    new OffsetSet(Array.from({ length: r.ww }, (_, i) => i * signed(r.outDx))),
    new OffsetSet(Array.from({ length: r.wh }, (_, i) => i * signed(r.outDy))),
    new OffsetSet(Array.from({ length: r.planes }, (_, i) => i * signed(r.outDp))),
  ]
  const words = Math.ceil(r.rows / Math.min(config.rows, config.lanes))
  return sumsInside(r, config.actWords, signed(r.outAddr), parts, words)
}

/** Address offsets of the taps inside in one dimension. */
function tapAddresses(
  { masks }: Axis,
  windows: number,
  windowStep: number,
  pixels: number,
  pixelStep: number,
  tapStep: number,
): OffsetSet {
  const offsets: number[] = []
  for (let window = 0, i = 0; window < windows; window++) {
    for (let pixel = 0; pixel < pixels; pixel++, i++) {
      const base = window * windowStep + pixel * pixelStep
      for (let mask = masks[i]!; mask !== 0; mask &= mask - 1) {
        offsets.push(base + (31 - Math.clz32(mask & -mask)) * tapStep)
      }
    }
  }
  return new OffsetSet(offsets)
}

/** Address offsets and their range. */
class OffsetSet {
  readonly low: number
  readonly high: number

  constructor(readonly offsets: readonly number[]) {
    let low = Infinity
    let high = -Infinity
    for (const offset of offsets) {
      if (offset < low) low = offset
      if (offset > high) high = offset
    }
    this.low = low
    this.high = high
  }
}

/**
 * Whether `words` words from each sum of the base and one member of each part lie inside. Addresses wrap; only when they would
 * leave the memory without wrapping, the sums are tried one by one.
 */
function sumsInside(
  { addrBits }: ComputeRegisters,
  depth: number,
  base: number,
  parts: readonly OffsetSet[],
  words: number,
): boolean {
  const low = parts.reduce((sum, part) => sum + part.low, base)
  const high = parts.reduce((sum, part) => sum + part.high, base)
  if (low >= 0 && high + words <= depth) return true

  const mask = lowMask(addrBits)
  const distinct = parts.map(({ offsets }) => [...new Set(offsets.map((offset) => offset & mask))])
  if (distinct.reduce((sums, { length }) => sums * length, 1) > TRIED_MAX) return false
  const inside = (sum: number, part: number): boolean =>
    part === distinct.length
      ? (sum & mask) + words <= depth
      : distinct[part]!.every((offset) => inside(sum + offset, part + 1))
  return inside(base, 0)
}
