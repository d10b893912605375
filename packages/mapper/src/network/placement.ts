/** What a chip can do, as far as it decides where nodes run. */
export interface Placement {
  /** Levels of codes that its post unit makes at most. */
  readonly levels: number
  /** Whether it has room for the real maps. */
  readonly wide: boolean
}

/** Levels of four planes, which is all that a post unit writes. */
const LEVELS_MAX = 16

/** What the largest chip can do. */
export const ANY_CHIP: Placement = { levels: LEVELS_MAX, wide: true }
