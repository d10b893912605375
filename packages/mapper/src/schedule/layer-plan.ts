import type { ChipConfig } from '@concord/arch'
import { resultMap } from '../network/layer.js'
import type { MapShape } from '../network/map-shape.js'
import type { PlaneLayer, PlaneNetwork } from '../planes/plane-network.js'
import { type Axes, type Axis, layerAxes } from './axis.js'
import { checkLayer } from './check-layer.js'
import { type InputWord, inputWords, wordRuns } from './input-words.js'
import { KeyedMemo } from './memo.js'
import { type RowGroup, rowGroups, seenWords } from './row-groups.js'
import type { ShapeChip } from './shape-chip.js'
import { hasLevels, planSteps, type SplitStyle, type Step, type StepPlan } from './steps.js'
import { tileWords } from './tiles.js'
import { inlinedQuantisers, WIDE_STEPS, withQuantiser } from './wide-layers.js'

/** Output channels in flight together and how their sums are made. */
export interface PlannedRows extends RowGroup {
  readonly stepPlan: StepPlan
}

/** Row groups of the same size whose sums are made alike. */
export interface RowClass {
  readonly rows: number
  readonly stepPlan: StepPlan
  count: number
}

/** A layer on one chip. */
export interface LayerPlan {
  readonly index: number
  readonly plane: PlaneLayer
  readonly axes: Axes
  readonly input: MapShape
  /** Behind the pooling. */
  readonly result: MapShape
  /** Channels of one plane of an input pixel, word by word. */
  readonly words: readonly InputWord[]
  /** Words of one plane of a pixel, in and out. */
  readonly inGroups: number
  readonly outGroups: number
  /** Words of a pixel, all planes. */
  readonly inWords: number
  readonly outWords: number
  readonly rowGroups: readonly PlannedRows[]
  /** Their numbers. */
  readonly rowNumbers: readonly number[]
  /** Row groups that are alike, and how many they are. */
  readonly rowClasses: readonly RowClass[]
  /** Steps whose direction is remembered from one strip to the next. */
  readonly turning: readonly (readonly Step[])[]
  /** Some tile begins in weight bank 0 and ends in weight bank 1. */
  readonly inBoth: boolean
  /** Steps of the row group that takes most; more than one leaves partial sums in the accumulator file. */
  readonly steps: number
  /** Words issued to the array for one input, padding included. */
  readonly issuedWords: number
  /** Another layer's RUN makes its result: the quantiser of wide values that are still in the post unit. */
  readonly inlined: boolean
  /** The layer whose codes this one's RUN makes as well. */
  readonly alsoMakes: LayerPlan | undefined
}

/**
 * Plans every layer and checks what does not depend on the schedule.
 *
 * @param known - plans of single layers, by style and number
 * @throws MappingError naming the layer and the field of the chip that is too small
 */
export function planLayers(
  chip: ShapeChip,
  network: PlaneNetwork,
  style: SplitStyle,
  known: KeyedMemo<string, LayerPlan>,
): LayerPlan[] {
  const plans = planUnchecked(chip, network, style, known)
  for (const plan of plans) checkLayer(chip, plan)
  return plans
}

/** Plans every layer, whether the chip holds it or not. */
export function planUnchecked(
  chip: ShapeChip,
  network: PlaneNetwork,
  style: SplitStyle,
  known = new KeyedMemo<string, LayerPlan>(),
): LayerPlan[] {
  const channels = channelsById(network)
  const inlined = inlinedQuantisers(chip, network)
  const plans: LayerPlan[] = []
  // what a RUN makes as well is planned first
  for (const [index, plane] of [...network.layers.entries()].reverse()) {
    const quantiser = inlined.get(index)
    const parts = plane.layer.inputs.map((id) => channels.get(id)!)
    const { groups } = network.network.layers[index]
    const also = quantiser === undefined ? undefined : plans[quantiser]
    const whole = also ? withQuantiser(plane, also.plane) : plane
    const isInlined = [...inlined.values()].includes(index)
    const plan = () =>
      planLayer(chip, whole, index, parts, groups, style, { inlined: isInlined, alsoMakes: also })
    plans[index] = also
      ? plan()
      : known.get(`${style === 'level' && !hasLevels(plane) ? 'repeat' : style}${index}`, chip, plan)
  }
  return plans
}

function channelsById({ network }: PlaneNetwork): Map<string, number> {
  const channels = new Map([[network.input.id, network.input.map.channels]])
  for (const { id, output } of network.layers) channels.set(id, output.channels)
  for (const { id, result } of network.segments) channels.set(id, result?.map.channels ?? 0)
  return channels
}

function planLayer(
  config: ChipConfig,
  plane: PlaneLayer,
  index: number,
  parts: readonly number[],
  groups: number,
  style: SplitStyle,
  inline: Pick<LayerPlan, 'inlined' | 'alsoMakes'>,
): LayerPlan {
  const { layer, actPlanes, outPlanes } = plane
  const wide = layer.kind === 'wide'
  const axes = layerAxes(layer)
  const words = inputWords(config, parts)
  const result = resultMap(layer)
  const plans = new Map<number, StepPlan>()
  const rows = rowGroups(config, layer.output.channels).map((group): PlannedRows => {
    const seen = seenWords(words, groups, layer.output.channels, group)
    const key = seen.first * (words.length + 1) + seen.count
    const runs = wordRuns(config, words.slice(seen.first, seen.first + seen.count))
    const space = {
      kernelX: axes.x.kernel,
      kernelY: axes.y.kernel,
      runs: runs.map(({ first, count }) => ({ first: seen.first + first, count })),
      singleX: tapsApart(axes.x),
      singleY: tapsApart(axes.y),
    }
    const stepPlan =
      plans.get(key) ?? (wide ? WIDE_STEPS : planSteps(config, plane, space, words.length, style))
    plans.set(key, stepPlan)
    const { first, rows, word, segment, wideWord } = group
    // A literal: copies of copies would be objects of many shapes
    return { first, rows, word, segment, wideWord, stepPlan }
  })
  const classes = rowClasses(rows)
  const pixels = result.width * axes.x.pool * result.height * axes.y.pool
  return {
    index,
    plane,
    axes,
    input: layer.input,
    result,
    words,
    inGroups: words.length,
    outGroups: Math.ceil(layer.output.channels / config.lanes),
    inWords: wide ? 0 : actPlanes * words.length,
    outWords: outPlanes * Math.ceil(layer.output.channels / config.lanes),
    rowGroups: rows,
    rowNumbers: [...rows.keys()],
    rowClasses: classes,
    turning: classes.filter(({ stepPlan }) => stepPlan.turns).map(({ stepPlan }) => stepPlan.steps),
    inBoth: classes.some(({ stepPlan }) => stepPlan.tiles.some(({ lowerWords }) => lowerWords !== undefined)),
    steps: Math.max(...rows.map(({ stepPlan }) => stepPlan.steps.length)),
    issuedWords: inline.inlined
      ? 0
      : pixels * rows.reduce((sum, { stepPlan }) => sum + pixelWords(stepPlan), 0),
    inlined: inline.inlined,
    alsoMakes: inline.alsoMakes,
  }
}

function rowClasses(rowGroups: readonly PlannedRows[]): RowClass[] {
  const classes: RowClass[] = []
  for (const { rows, stepPlan } of rowGroups) {
    const known = classes.find((other) => other.rows === rows && other.stepPlan === stepPlan)
    if (known === undefined) classes.push({ rows, stepPlan, count: 1 })
    else known.count++
  }
  return classes
}

/** Whether the dilation is beyond the chip's and padding makes the chip find the taps inside by itself. */
function tapsApart({ kernel, dilation, padded }: Axis): boolean {
  return kernel > 1 && padded && ![1, 2, 4, 8].includes(dilation)
}

/** Words of all steps for a pixel none of whose taps is skipped. */
function pixelWords({ steps, tiles }: StepPlan): number {
  if (tiles[0].planes.length === 0) return 1
  return steps.reduce((sum, { tile, pairs }) => {
    const { planes } = tiles[tile]
    return sum + (pairs.length * tileWords(tiles[tile])) / planes.length
  }, 0)
}
