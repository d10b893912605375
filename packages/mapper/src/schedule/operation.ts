import type { OwningEngine, RegisterName, RegisterValues } from '@concord/arch'
import type { Fill } from './fills.js'

/** Values that compute registers must have when a RUN starts. */
export type RegisterSetting = {
  [N in RegisterName]: readonly [name: N, values: Partial<RegisterValues<N>>]
}[RegisterName]

interface Common {
  readonly engine: OwningEngine
  /** Banks that the engine must own meanwhile. */
  readonly banks: readonly number[]
}

/** Loads the activation words of some inputs into a bank. */
export interface LoadInputs extends Common {
  readonly op: 'loadInputs'
  readonly engine: 'load'
  readonly bank: number
  /** Place of the first of them among the resident inputs. */
  readonly first: number
  readonly inputs: readonly number[]
}

/** Loads weights and thresholds. */
export interface LoadFill extends Common {
  readonly op: 'loadFill'
  readonly engine: 'load'
  readonly weightBank: number
  readonly fill: Fill
}

/** Runs one step of one row group on some inputs. */
export interface Run extends Common {
  readonly op: 'run'
  readonly engine: 'compute'
  readonly layer: number
  readonly weightBank: number
  readonly inBank: number
  readonly outBank: number
  readonly pairs: number
  readonly load: boolean
  readonly save: boolean
  readonly registers: readonly RegisterSetting[]
  /** Words issued for each input, and the number of inputs. */
  readonly words: number
  readonly inputs: number
}

/** Sends the sums of some inputs, from word 0 of a bank. */
export interface Store extends Common {
  readonly op: 'store'
  readonly engine: 'store'
  readonly bank: number
  readonly inputs: readonly number[]
}

/** One operation of a schedule; executed one after the other in list order they give the right result. */
export type Operation = LoadInputs | LoadFill | Run | Store
