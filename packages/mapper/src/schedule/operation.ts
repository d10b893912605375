import type { OwningEngine } from '@concord/arch'
import type { PlacedTile } from './fills.js'
import type { LayerPlan } from './layer-plan.js'
import type { PadWords } from './pads.js'
import type { Span } from './region.js'
import type { RunWork } from './run-work.js'
import type { WideViews } from './scale-registers.js'
import type { Step } from './steps.js'
import type { Strip } from './strip.js'
import type { Stored, View } from './view.js'

interface Common {
  readonly engine: OwningEngine
}

/** Loads a region of the pass's input, of some inputs, into a bank. */
export interface LoadMap extends Common {
  readonly op: 'loadMap'
  readonly engine: 'load'
  readonly view: Stored
}

/** Loads the words that taps outside the map read. */
export interface LoadPads extends Common {
  readonly op: 'loadPads'
  readonly engine: 'load'
  readonly bank: number
  readonly address: number
  readonly pads: readonly PadWords[]
}

/** Words of a placed tile that are loaded together. */
export interface TilePart {
  readonly place: PlacedTile
  readonly words: Span
  /** Where they begin in the bank. */
  readonly word: number
  /** Parameters a row that come with them: all of the tile's, or none. */
  readonly slots: number
}

/** Loads weights and thresholds. */
export interface LoadWeights extends Common {
  readonly op: 'loadWeights'
  readonly engine: 'load'
  readonly weightBank: number
  readonly parts: readonly TilePart[]
}

/** Runs one step of one row group on a strip. */
export interface Run extends Common {
  readonly op: 'run'
  readonly engine: 'compute'
  readonly plan: LayerPlan
  readonly place: PlacedTile
  readonly step: Step
  readonly strip: Strip
  readonly from: View
  /** Codes; undefined when the result is wide only. */
  readonly to: View | undefined
  /** Wide values that the post unit adds or multiplies by, and those that it writes. */
  readonly wide: WideViews
  /** Of the layer's pad words, which taps outside the map read. */
  readonly padAddress: number | undefined
  /** The pass has layers with pad words. */
  readonly hasPads: boolean
  /** Of its parameters, and of its weights where they do not lie in both. */
  readonly weightBank: number
  /** Its weights begin in bank 0 and end in bank 1. */
  readonly both: boolean
  /** Adds to the sums of the step before. */
  readonly load: boolean
  /** Leaves partial sums; the post unit does not run. */
  readonly save: boolean
  readonly work: RunWork
}

/** Sends a region of the pass's result, of some inputs. */
export interface Store extends Common {
  readonly op: 'store'
  readonly engine: 'store'
  readonly view: Stored
}

/** The end of a round: from here on the same is done with other inputs. It does nothing. */
export interface Mark extends Common {
  readonly op: 'mark'
  /** Rounds are alike within one of these. */
  readonly series: number
  /** Inputs of the round. */
  readonly inputs: number
}

/** One operation of a schedule; executed one after the other in list order they give the right result. */
export type Operation = LoadMap | LoadPads | LoadWeights | Run | Store | Mark
