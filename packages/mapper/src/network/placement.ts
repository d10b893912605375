import { MULTI_PLANES_MAX } from '@concord/arch'

/** What a chip can do, as far as it decides where nodes run. */
export interface Placement {
  /** Levels of codes that its post unit makes at most. */
  readonly levels: number
  /** Whether it has room for the real maps. */
  readonly wide: boolean
  /** Layers that it cannot hold: why, by the tensor of their sums. */
  readonly tooLarge: ReadonlyMap<string, string>
}

/** What the largest chip can do. */
export const ANY_CHIP: Placement = { levels: 2 ** MULTI_PLANES_MAX, wide: true, tooLarge: new Map() }
