import type { ChipConfig } from '@concord/arch'
import type { MapShape } from '../network/map-shape.js'
import type { LayerPlan } from './layer-plan.js'
import { type ListedWay, ListedWays } from './listed-ways.js'
import type { PassChoice } from './pass-choice.js'
import { PassModel } from './pass-model.js'
import type { PassShape } from './pass-shape.js'
import { holds, type ShapeChip } from './shape-chip.js'
import { START } from './way.js'

/** What the caller insists on. */
export interface PassLimits {
  readonly batch: number
  /** Inputs that go through a layer together; then loads stay where they are used. */
  readonly resident: number | undefined
  /** Another one for each pair. */
  readonly key: string
}

export function passLimits(batch: number, resident?: number): PassLimits {
  return { batch, resident, key: `${batch},${resident}` }
}

/** Ways that the banks do not rule out, in the settings that the model tells apart. */
export function waysThrough(chip: ShapeChip, shape: PassShape, { batch, resident }: PassLimits): ListedWays {
  const { repeat } = shape.plans
  const passModel = new PassModel(chip, shape.models)
  const ways: ListedWay[] = []
  let base = 0
  const add = (common: PassChoice): boolean => {
    const found = ways.length
    base++
    for (const dense of passModel.packingKeeps ? [false, true] : [false]) {
      const model = passModel.of({ ...common, dense }, batch)
      if (model === undefined) continue
      for (const ahead of resident === undefined && batch > 1 ? [false, true] : [false])
        ways.push({ way: shape.way({ ...common, dense, ahead }), base, model })
    }
    return ways.length > found
  }
  for (const choice of layerChoices(chip, repeat, batch, resident)) add(choice)
  if (resident !== undefined) return new ListedWays(ways)
  for (const choice of rowChoices(chip, repeat, batch)) add(choice)
  let possible = 0
  for (const choices of lineChoices(chip, repeat)) {
    if (choices.filter(add).length > 0 && ++possible === PARTS_TRIED) break
  }
  return new ListedWays(ways)
}

/** Numbers of parts that are tried, the smallest first: each border is made twice. */
const PARTS_TRIED = 3

function* layerChoices(
  chip: ShapeChip,
  plans: readonly LayerPlan[],
  batch: number,
  resident: number | undefined,
): Generator<PassChoice> {
  const common = { ...START, order: 'layer' } as const
  if (resident !== undefined) {
    yield { ...common, resident }
    return
  }
  const between = plans.slice(0, -1).map((plan) => mapWords(plan.result, plan.outWords))
  const [first] = plans
  // A single layer's input comes in blocks where it does not fit
  const most =
    between.length === 0
      ? Math.max(1, chip.times('actWords', mapWords(first.input, first.inWords), batch))
      : chip.times('actWords', Math.max(...between), batch)
  for (const inputs of residents(chip, most)) yield { ...common, resident: inputs }
}

/** Numbers of resident inputs that are tried, the largest first. */
export function residents(chip: ChipConfig, most: number): number[] {
  const halves = Array.from({ length: 9 }, (_, i) => Math.ceil(most / 2 ** i))
  // Longer strips than there are inputs are of no interest
  const strips = holds(chip, 'accDepth', most + 1) ? [] : [1, 2, 3, 4, 6, 8].map((n) => n * chip.accDepth)
  return [...new Set([...halves, ...strips].filter((n) => n >= 1 && n <= most))].sort((a, b) => b - a)
}

/** By number of parts. */
function* lineChoices({ actBanks }: ShapeChip, plans: readonly LayerPlan[]): Generator<PassChoice[]> {
  const { result } = plans[plans.length - 1]
  if (plans.length < 2 || plans.length > actBanks || result.height === 1) return
  for (const parts of partCounts(result.height)) {
    yield [1, 2].flatMap((lines) =>
      [2, 64].map((firstLines): PassChoice => ({ ...START, order: 'line', parts, lines, firstLines })),
    )
  }
}

function* rowChoices(
  chip: ShapeChip,
  [plan, ...others]: readonly LayerPlan[],
  batch: number,
): Generator<PassChoice> {
  if (others.length > 0) return
  const most = chip.times('actWords', mapWords(plan.input, plan.inWords), batch)
  for (const inputs of residents(chip, Math.max(1, most))) yield { ...START, order: 'row', most: inputs }
}

/** Words of a whole map. */
function mapWords({ width, height }: MapShape, pixelWords: number): number {
  return width * height * pixelWords
}

/** 1, 2, 3, 4, 6, 8, 12 …: numbers of parts of a map that are tried. */
function partCounts(size: number): readonly number[] {
  const found = PART_COUNTS.get(size)
  if (found !== undefined) return found
  const counts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64].filter((n) => n < size)
  const made = [...new Set([...counts, size])]
  PART_COUNTS.set(size, made)
  return made
}

const PART_COUNTS = new Map<number, readonly number[]>()
