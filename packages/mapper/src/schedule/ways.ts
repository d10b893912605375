import type { ChipConfig } from '@concord/arch'
import type { MapShape } from '../network/map-shape.js'
import type { LayerPlan } from './layer-plan.js'
import { type ListedWay, ListedWays } from './listed-ways.js'
import type { PassChoice } from './pass-choice.js'
import { PassModel } from './pass-model.js'
import type { PassShape } from './pass-shape.js'
import { holds, type ShapeChip } from './shape-chip.js'
import { START } from './way.js'

// Spreading them into each choice would take longer than its model
const { dense, ahead, style } = START

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
  const list = new WayList(new PassModel(chip, shape.models), batch, resident === undefined)
  for (const inputs of resident === undefined ? layerRounds(chip, repeat, batch) : [resident])
    list.add({ dense, ahead, style, order: 'layer', resident: inputs })
  if (resident !== undefined) return new ListedWays(list.ways)
  if (repeat.length === 1) {
    const [{ input, inWords }] = repeat
    const most = Math.max(1, chip.times('actWords', mapWords(input, inWords), batch))
    for (const inputs of residents(chip, most)) list.add({ dense, ahead, style, order: 'row', most: inputs })
  } else addLines(chip, repeat, list)
  return new ListedWays(list.ways)
}

/** Collects ways. */
class WayList {
  readonly ways: ListedWay[] = []
  #bases = 0
  readonly #packs: boolean

  /** @param loadsAhead - loads may move */
  constructor(
    readonly model: PassModel,
    readonly batch: number,
    readonly loadsAhead: boolean,
  ) {
    this.#packs = model.packingKeeps
  }

  /** Adds a choice in its settings; tells whether the banks hold it in one of them. */
  add(choice: PassChoice): boolean {
    const base = this.#bases++
    const loose = this.#addSetting(choice, base)
    return (this.#packs && this.#addSetting({ ...choice, dense: true }, base)) || loose
  }

  #addSetting(choice: PassChoice, base: number): boolean {
    const { ways, batch } = this
    const model = this.model.of(choice, batch)
    if (model === undefined) return false
    ways.push({ choice, base, model })
    if (this.loadsAhead && batch > 1) ways.push({ choice: { ...choice, ahead: true }, base, model })
    return true
  }
}

/** Numbers of parts that are tried, the smallest first: each border is made twice. */
const PARTS_TRIED = 3

/** Inputs of a round that goes layer by layer. */
function layerRounds(chip: ShapeChip, plans: readonly LayerPlan[], batch: number): number[] {
  const end = plans.length - 1
  const [{ input, inWords }] = plans
  // A single layer's input comes in blocks where it does not fit
  if (end === 0) return residents(chip, Math.max(1, chip.times('actWords', mapWords(input, inWords), batch)))
  let between = 0
  for (let i = 0; i < end; i++) between = Math.max(between, mapWords(plans[i].result, plans[i].outWords))
  return residents(chip, chip.times('actWords', between, batch))
}

/** Adds ways by lines. */
function addLines({ actBanks }: ShapeChip, plans: readonly LayerPlan[], list: WayList): void {
  const { result } = plans[plans.length - 1]
  if (plans.length > actBanks || result.height === 1) return
  let possible = 0
  for (const parts of partCounts(result.height)) {
    let fits = false
    for (const lines of [1, 2])
      for (const firstLines of [2, 64])
        if (list.add({ dense, ahead, style, order: 'line', parts, lines, firstLines })) fits = true
    if (fits && ++possible === PARTS_TRIED) return
  }
}

/** Numbers of resident inputs that are tried, the largest first. */
export function residents(chip: ChipConfig, most: number): number[] {
  if (most <= 1) return most === 1 ? [1] : []
  const halves = Array.from({ length: 9 }, (_, i) => Math.ceil(most / 2 ** i))
  // Longer strips than there are inputs are of no interest
  const strips = holds(chip, 'accDepth', most + 1) ? [] : [1, 2, 3, 4, 6, 8].map((n) => n * chip.accDepth)
  return [...new Set([...halves, ...strips].filter((n) => n >= 1 && n <= most))].sort((a, b) => b - a)
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
