import type { Activity, ChipConfig } from '@concord/arch'
import type { BlockName } from '../structure/blocks.js'

/** A figure of each block that has any; blocks that are left out have 0. */
export type ByBlock = Partial<Record<BlockName, number>>

/** What a workload took on the gates of a chip. */
export interface TruthRun {
  readonly cycles: number
  /** What the simulator counted meanwhile; counts left out are 0. */
  readonly activity: Partial<Activity>
  /** Power by block at the configuration's clock, µW. */
  readonly powerUw: { readonly internal: ByBlock; readonly switching: ByBlock; readonly leakage: ByBlock }
}

/** A chip of which the cells were synthesised and their power was computed: what estimates are compared with. */
export interface TruthPoint {
  readonly config: ChipConfig
  /** Area of the standard cells by block; that of SRAM macros is given. */
  readonly areaUm2: ByBlock
  readonly cells: number
  /** Clock period that the slowest path into each block needs, by corner, ns; absent from chips that were measured without timing. */
  readonly periodNs?: Readonly<Record<string, ByBlock>>
  /** By name of the workload. */
  readonly runs: Readonly<Record<string, TruthRun>>
  /** Which cells synthesis was shown. */
  readonly basis: 'PDK' | 'cell facts'
  readonly yosys: string
}
