import { type ChipConfig, chipGeometry } from '@concord/arch'
import { lowMask } from '../step/bits.js'
import { type LaneOperations, laneOperations } from '../step/lane-operations.js'
import { BankWide, PostScale } from '../step/package.js'
import type { ScaleRegister } from '../step/scale-register.js'
import type { PlannedRun } from '../timeline/plan.js'
import { sourceAddresses } from '../timeline/source-addresses.js'

/** A RUN whose post-processing is not the kernel's: SCALE, or values of the wide bank. Addresses are in words, not wrapped yet. */
export interface ScaleRun {
  readonly scales: boolean
  readonly scale: ScaleRegister
  readonly operations: LaneOperations
  readonly weightBank: number
  readonly outBank: number
  readonly rows: number
  readonly ww: number
  readonly wh: number
  /** Pixels a window. */
  readonly windowPixels: number
  /** Of each pixel, in the chip's order; undefined when the values are the sums. */
  readonly sources: Int32Array | undefined
  readonly load: boolean
  readonly slot: number
  readonly thresholds: number
  readonly planes: number
  readonly segment: number
  readonly addrMask: number
  readonly residual: WindowAddresses
  readonly written: WindowAddresses
  readonly out: WindowAddresses
  readonly outDp: number
}

/** Address of a window: base + wx · dx + wy · dy. */
export interface WindowAddresses {
  readonly base: number
  readonly dx: number
  readonly dy: number
}

/** Notes what a RUN asks of the scale unit; undefined when the kernel does all of it. */
export function scaleRun(
  config: ChipConfig,
  { registers: r, inBank, outBank, weightBank, load, save, x, y }: PlannedRun,
): ScaleRun | undefined {
  const wideSource = inBank === BankWide
  const scales = r.mode === PostScale
  if (save || (!wideSource && !scales)) return undefined
  const { segment } = chipGeometry(config)
  return {
    ...{ scales, scale: r.scale, operations: laneOperations(r), weightBank, outBank, load },
    ...{ rows: r.rows, ww: r.ww, wh: r.wh, windowPixels: r.pw * r.ph },
    sources: wideSource ? sourceAddresses(r, x, y) : undefined,
    ...{ slot: r.slot, thresholds: r.thresholds, planes: r.planes },
    segment: config.rows < config.lanes ? r.segment * segment : 0,
    addrMask: lowMask(r.addrBits),
    residual: { base: r.resAddr, dx: r.resDx, dy: r.resDy },
    written: { base: r.wideAddr, dx: r.wideDx, dy: r.wideDy },
    out: { base: r.outAddr, dx: r.outDx, dy: r.outDy },
    outDp: r.outDp,
  }
}

/** Address of one window, wrapped. */
export function windowAddress(
  { base, dx, dy }: WindowAddresses,
  wx: number,
  wy: number,
  mask: number,
): number {
  return (base + wx * dx + wy * dy) & mask
}

/** Lane operations of a mask, in order. */
export function listOperations(mask: number): number[] {
  return Array.from({ length: 14 }, (_, i) => i).filter((i) => (mask >>> i) & 1)
}
