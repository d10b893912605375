import type { RtlParameters } from '@concord/arch'

/** Sides of a block, as pins are placed on them. */
export const SIDES = ['N', 'E', 'S', 'W'] as const

export type Side = (typeof SIDES)[number]

/** Patterns of the ports of each side, in order: regular expressions over whole port names; from the left, or from below. */
export type PinOrder = Readonly<Record<Side, readonly string[]>>

/** A value of a LibreLane configuration file. */
export type FlowValue =
  | string
  | number
  | boolean
  | readonly FlowValue[]
  | { readonly [key: string]: FlowValue }

/** How the ports are timed, beside the clock itself; all in ns. */
export interface PortTiming {
  readonly inputDelayNs: number
  readonly outputDelayNs: number
  /** Delay of the reset, when it differs from the other inputs. */
  readonly resetDelayNs?: number
  /** Arrival of the clock at the block, earliest and latest, where a larger chip distributes it. */
  readonly clockLatencyNs?: readonly [earliest: number, latest: number]
  readonly clockTransitionNs: number
}

/** One thing to be hardened: everything a LibreLane folder is written from. */
export interface Design {
  /** Name of its folder. */
  readonly name: string
  /** RTL module. */
  readonly top: string
  /** Sources below `rtl/`, package first. */
  readonly sources: readonly string[]
  readonly parameters: RtlParameters
  readonly clockPort: string
  readonly clockPeriodNs: number
  /** Reset, active low or high: it is asynchronous, so only its release is timed. */
  readonly resetPort?: string
  readonly ports: PortTiming
  readonly pins: PinOrder
  /** LibreLane variables of this design beyond the ones that every design has. */
  readonly variables: Readonly<Record<string, FlowValue>>
  /** Files of its folder beyond the ones that every design has, by name. */
  readonly files?: Readonly<Record<string, string>>
  /** Files under `PDK_ROOT` that not every installation of the PDK has. */
  readonly pdkFiles?: readonly string[]
}
