import type { SourceNode } from '../graph/source-graph.js'
import { elementCount } from '../graph/tensor.js'
import type { Draft } from './draft.js'
import type { InputSource } from './input-source.js'
import { Layout } from './layout.js'
import type { Border, MapShape } from './map-shape.js'

/** Pixels of a map. */
export interface Area {
  readonly height: number
  readonly width: number
}

/** A window of a pool on a map. */
export interface PoolWindow {
  readonly width: number
  readonly height: number
  readonly strideX: number
  readonly strideY: number
  readonly pad: Border
}

/** What a computed tensor of the source is, in terms of layers: an expression over sums and input bytes. */
export type Value = BaseValue | StepValue | MovedValue | PoolValue | PadValue | JoinValue

interface Common {
  /** Name of the source tensor. */
  readonly tensor: string
  readonly layout: Layout
  /** Map that one channel is. */
  readonly area: Area
}

/** Whose elements a value is made of. */
export type Leaf = Draft | InputSource | RealSum | RealProduct

/** The sums of a layer, the network's input, or a sum or product of two real maps. */
export interface BaseValue extends Common {
  readonly kind: 'base'
  readonly draft: Leaf
  /** It is in 1/32768, as the post unit's table and its complements are, so that it can be a gate. */
  readonly fraction?: boolean
  /** Values that its elements can have, ascending, where they are few. */
  readonly levels?: readonly number[]
}

/** Each element through its own function. */
export interface StepValue extends Common {
  readonly kind: 'step'
  readonly node: SourceNode
  /** One an input of the node; undefined for constants. */
  readonly operands: readonly (Value | undefined)[]
}

/** Elements in another order or shape. */
export interface MovedValue extends Common {
  readonly kind: 'move'
  readonly from: Value
}

/** The largest element of each window. */
export interface PoolValue extends Common {
  readonly kind: 'pool'
  readonly node: SourceNode
  readonly from: Value
  readonly window: PoolWindow
}

/** Constant pixels around each channel. Layout and area are those inside. */
export interface PadValue extends Common {
  readonly kind: 'pad'
  readonly node: SourceNode
  readonly from: Value
  readonly border: Border
  readonly value: number
}

/** Channels of several values, one after another. */
export interface JoinValue extends Common {
  readonly kind: 'join'
  readonly parts: readonly Value[]
}

/** Sum, or difference, of two real maps: it is known as a value, but no layer makes it yet. */
export class RealSum {
  constructor(
    readonly a: Value,
    readonly b: Value,
    readonly subtracts: boolean,
    readonly output: MapShape,
  ) {}
}

/** Product of two real maps, one of which is a gate: it is known as a value, but no layer makes it yet. */
export class RealProduct {
  constructor(
    readonly a: Value,
    readonly b: Value,
    readonly output: MapShape,
  ) {}
}

/** Value of a draft's own tensor; channels first unless `layout` says otherwise. */
export function baseValue(
  draft: Draft | RealSum | RealProduct,
  tensor: string,
  shape: readonly number[],
  layout?: Layout,
): BaseValue {
  const { height, width } = draft.output
  return {
    kind: 'base',
    tensor,
    draft,
    area: { height, width },
    layout: layout ?? new Layout(shape, height * width),
  }
}

/** Layers (or the input) that a value is made of, in the order of its channels. */
export function drafts(value: Value): readonly Leaf[] {
  switch (value.kind) {
    case 'base':
      return [value.draft]
    case 'step':
      return drafts(value.operands.find((operand) => operand !== undefined)!)
    case 'join':
      return value.parts.flatMap(drafts)
    default:
      return drafts(value.from)
  }
}

/** Channels of a value, over all its drafts. */
export function channelCount({ layout }: Value): number {
  return elementCount(layout.shape) / layout.pixels
}

/** The values that a value is computed from. */
export function operandsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'base':
      return []
    case 'step':
      return value.operands.filter((operand) => operand !== undefined)
    case 'join':
      return value.parts
    default:
      return [value.from]
  }
}
