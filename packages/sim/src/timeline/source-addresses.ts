import { lowMask } from '../step/bits.js'
import type { ComputeRegisters } from '../step/compute-registers.js'
import type { Axis } from './axis.js'

/** Source addresses of a RUN of the wide bank, a pixel an entry, in the chip's pixel order: a pixel outside the input has the pad word. */
export function sourceAddresses(r: ComputeRegisters, x: Axis, y: Axis): Int32Array {
  const mask = lowMask(r.addrBits)
  const { aOff } = r.pairs[0]!
  const addresses = new Int32Array(r.ww * r.wh * r.pw * r.ph)
  let at = 0
  for (let wy = 0; wy < r.wh; wy++) {
    for (let wx = 0; wx < r.ww; wx++) {
      for (let py = 0; py < r.ph; py++) {
        for (let px = 0; px < r.pw; px++) {
          const inside = x.masks[wx * r.pw + px]! & y.masks[wy * r.ph + py]! & 1
          const pixel = r.inAddr + wx * r.winDx + wy * r.winDy + px * r.pixDx + py * r.pixDy
          addresses[at++] = ((inside ? pixel : r.padAddr) + aOff) & mask
        }
      }
    }
  }
  return addresses
}
