import type { ChipConfig } from '@concord/arch'
import type { ChipLayout } from './layout.js'

/** The linear memory as the scale unit sees it; of meaning until the memory grows. */
export interface ScaleMemory {
  readonly config: ChipConfig
  readonly layout: ChipLayout
  readonly bytes: Uint8Array
  readonly words: Int32Array
  /** The wide bank, `postLanes` values a word. */
  readonly wide: Int16Array
  /** Index of the first of the sums in `words`, `rowStride` a pixel. */
  readonly sums: number
}

/** @param sums - byte address of the sums */
export function scaleMemory(
  config: ChipConfig,
  layout: ChipLayout,
  buffer: ArrayBuffer,
  sums: number,
): ScaleMemory {
  const values = config.residualWords * config.postLanes
  return {
    ...{ config, layout, bytes: new Uint8Array(buffer), words: new Int32Array(buffer) },
    wide: new Int16Array(buffer, layout.wide, values),
    sums: sums / 4,
  }
}
