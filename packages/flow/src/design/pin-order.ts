import { type PinOrder, SIDES } from './design.js'

/** Pin order in LibreLane's language: a side, then patterns of the names on it. */
export function pinOrderText(pins: PinOrder): string {
  return SIDES.filter((side) => pins[side].length > 0)
    .map((side) => `#${side}\n${pins[side].map((pattern) => `${pattern}\n`).join('')}`)
    .join('\n')
}
