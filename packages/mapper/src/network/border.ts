import type { Border } from './map-shape.js'

export const NO_BORDER: Border = { left: 0, right: 0, top: 0, bottom: 0 }

/** Whether a border adds anything. */
export function hasBorder({ left, right, top, bottom }: Border): boolean {
  return left > 0 || right > 0 || top > 0 || bottom > 0
}
