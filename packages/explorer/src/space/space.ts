import type { ChipConfig } from '@concord/arch'
import type { Expression } from './expression.js'
import type { MetricName } from './metrics.js'
import type { Fidelity, ParameterName, SpaceFile } from './schema.js'

/** A parameter that takes one of some values. */
export interface FreeParameter {
  readonly name: ParameterName
  /** Ascending. */
  readonly values: readonly number[]
}

/** A network and how much it counts. */
export interface SpaceNetwork {
  /** Path, relative to the space's file. */
  readonly model: string
  /** Share of the mix; all together are 1. */
  readonly weight: number
  readonly batch: number
}

/** A family of chips to choose from, the networks they shall run, and what is better. */
export interface Space {
  readonly name: string
  readonly networks: readonly SpaceNetwork[]
  readonly chip: ChipConfig
  readonly free: readonly FreeParameter[]
  /** Parameters that follow from others, in the order in which they can be computed. */
  readonly derived: readonly { readonly name: ParameterName; readonly value: Expression }[]
  /** Conditions on parameters alone: points that break one do not belong to the space. */
  readonly shape: readonly Expression[]
  /** Conditions on metrics: points that break one are evaluated, but not chosen. */
  readonly limits: readonly Expression[]
  readonly objectives: readonly MetricName[]
  /** Of the search. */
  readonly fidelity: Fidelity
  /** Dearer fidelity in which the front is evaluated once more. */
  readonly confirm: Fidelity | undefined
  readonly search: SpaceFile['search']
}

/** Points before any condition is looked at. */
export function gridSize({ free }: Space): number {
  return free.reduce((size, { values }) => size * values.length, 1)
}
