import { type ChipConfig, type ChipGeometry, chipGeometry } from '@concord/arch'
import type { DenseLayer } from './dense-layer.js'
import { planSteps, type SplitStyle, type StepPlan } from './dense-steps.js'

/** Output channels that are in flight together. */
export interface RowGroup {
  readonly rows: number
  readonly word: number
  readonly segment: number
}

/** A fully connected layer on one chip. */
export interface LayerPlan {
  readonly layer: DenseLayer
  readonly inGroups: number
  readonly outGroups: number
  readonly inWords: number
  readonly outWords: number
  readonly rowGroups: readonly RowGroup[]
  readonly stepPlan: StepPlan
}

/** What is loaded into a weight bank at once. */
export interface Fill {
  readonly tiles: readonly PlacedTile[]
  readonly beats: number
}

/** A tile of one row group and its place in a weight bank. */
export interface PlacedTile {
  readonly rows: number
  readonly words: number
  readonly word: number
  readonly slots: number
  readonly slot: number
}

/** Reasons why the mapper refuses, in its order; undefined when the network fits. */
export function refusal(config: ChipConfig, layers: readonly DenseLayer[]): string | undefined {
  for (const { name, sumBits, thresholds, raw, outPlanes } of layers) {
    if (sumBits > config.accBits)
      return `layer ${name}: its sums need ${sumBits} bits, accBits is ${config.accBits}`
    if (!raw && outPlanes > 4) return `layer ${name}: its result has ${outPlanes} bits, the post unit makes 4`
    if (thresholds > config.paramDepth)
      return `layer ${name}: it needs ${thresholds} thresholds a row, paramDepth is ${config.paramDepth}`
  }
  const wide = layers.find(({ inputs, outputs }) => Math.max(inputs, outputs) > 4095 * config.lanes)
  if (wide) return `layer ${wide.name}: more than 4095 words of ${config.lanes} lanes`
  const words = layers.map((layer) => largest(config, layer))
  const most = Math.max(...words)
  if (most <= config.actWords) return undefined
  return `layer ${layers[words.indexOf(most)].name}: one input takes ${most} words of an activation bank, actWords is ${config.actWords}`
}

/** Words of a bank that one input needs at most, over all layers. */
export function largestInput(config: ChipConfig, layers: readonly DenseLayer[]): number {
  return Math.max(...layers.map((layer) => largest(config, layer)))
}

function largest({ lanes }: ChipConfig, { inputs, outputs, actPlanes, outPlanes }: DenseLayer): number {
  return Math.max(actPlanes * Math.ceil(inputs / lanes), outPlanes * Math.ceil(outputs / lanes))
}

/** Steps of a layer by the fields of the chip that decide them. */
export class StepCache {
  readonly #plans = new Map<string, StepPlan>()

  get(config: ChipConfig, layer: DenseLayer, index: number, style: SplitStyle): StepPlan {
    const key = `${index}/${config.lanes}/${config.weightDepth}/${config.pairDepth}/${style}`
    const plan = this.#plans.get(key) ?? planSteps(config, layer, style)
    this.#plans.set(key, plan)
    return plan
  }
}

export function planLayers(
  config: ChipConfig,
  layers: readonly DenseLayer[],
  style: SplitStyle,
  cache: StepCache,
): LayerPlan[] {
  const geometry = chipGeometry(config)
  return layers.map((layer, index) => {
    const inGroups = Math.ceil(layer.inputs / config.lanes)
    const outGroups = Math.ceil(layer.outputs / config.lanes)
    return {
      layer,
      inGroups,
      outGroups,
      inWords: layer.actPlanes * inGroups,
      outWords: layer.outPlanes * outGroups,
      rowGroups: rowGroups(config, geometry, layer.outputs),
      stepPlan: cache.get(config, layer, index, style),
    }
  })
}

/** Cycles that the post unit takes for a pixel of a row group. */
export function drainCycles(
  { postLanes }: ChipConfig,
  { segment }: ChipGeometry,
  { raw, thresholds, outPlanes }: DenseLayer,
  rows: number,
): number {
  return (raw ? 0 : thresholds * Math.ceil(rows / postLanes)) + outPlanes * Math.ceil(rows / segment)
}

function rowGroups({ rows }: ChipConfig, geometry: ChipGeometry, channels: number): RowGroup[] {
  const { segmentsPerWord, wordsPerRows } = geometry
  const groups: RowGroup[] = new Array(Math.ceil(channels / rows))
  for (let i = 0; i < groups.length; i++) {
    groups[i] = {
      rows: Math.min(rows, channels - i * rows),
      word: Math.floor(i / segmentsPerWord) * wordsPerRows,
      segment: i % segmentsPerWord,
    }
  }
  return groups
}

/** The fills of a network, and by layer and row group and tile the fill and the tile's place in it. */
export interface FillTable {
  readonly fills: readonly Fill[]
  /** [layer][rowGroup × tiles + tile] */
  readonly fillOf: readonly Int32Array[]
  readonly placeOf: readonly (readonly PlacedTile[])[]
}

/** Packs the tiles into fills in the order of their first use; `dense` puts as many into one as fit. */
export function packFills(config: ChipConfig, plans: readonly LayerPlan[], dense: boolean): FillTable {
  const { wordBeats, thresholdBeats } = chipGeometry(config)
  const fills: { tiles: PlacedTile[]; beats: number }[] = []
  let word = 0
  let slot = 0
  const fillOf: Int32Array[] = []
  const placeOf: PlacedTile[][] = []
  for (const plan of plans) {
    const { tiles, steps } = plan.stepPlan
    const last = steps[steps.length - 1].tile
    const ids = new Int32Array(plan.rowGroups.length * tiles.length)
    const places: PlacedTile[] = new Array(ids.length)
    let at = 0
    for (const { rows } of plan.rowGroups) {
      for (let tile = 0; tile < tiles.length; tile++) {
        const { words } = tiles[tile]
        const slots = tile === last ? plan.layer.thresholds : 0
        const fits = word + words <= config.weightDepth && slot + slots <= config.paramDepth
        if (!dense || !fits || fills.length === 0) {
          fills.push({ tiles: [], beats: 0 })
          word = 0
          slot = 0
        }
        const fill = fills[fills.length - 1]
        const place = { rows, words, word, slots, slot }
        fill.tiles.push(place)
        fill.beats += rows * (words * wordBeats + slots * thresholdBeats)
        ids[at] = fills.length - 1
        places[at++] = place
        word += words
        slot += slots
      }
    }
    fillOf.push(ids)
    placeOf.push(places)
  }
  return { fills, fillOf, placeOf }
}
