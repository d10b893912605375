import type { ChipConfig } from '@concord/arch'
import type { MapShape } from '../network/network.js'
import type { LayerPlan } from './layer-plan.js'
import { NoBankError } from './pass-builder.js'
import { countPass, type PassChoice, type StyledPlans } from './pass-choice.js'

/** A way through a pass and what it costs. */
export interface CountedChoice {
  readonly choice: PassChoice
  /** Cycles of the batch; of large ones from what one more round takes. */
  readonly cycles: number
  /** Stream beats in and out of the batch, likewise. */
  readonly beats: number
}

/** What the caller insists on. */
export interface PassLimits {
  readonly batch: number
  /** Inputs that go through a layer together; then loads stay where they are used. */
  readonly resident?: number
}

const START = { dense: true, ahead: false, style: 'repeat' } as const

/** Finds the way through some layers that takes the fewest cycles; undefined when the banks are too small for all. */
export function searchPass(
  config: ChipConfig,
  plans: StyledPlans,
  limits: PassLimits,
): CountedChoice | undefined {
  const search = new PassSearch(config, plans, limits.batch)
  if (limits.resident !== undefined) {
    const one = {
      ...START,
      ahead: false,
      order: 'layer',
      resident: limits.resident,
    } as const
    return search.refine(search.best([one]), [fills, styles])
  }
  const found = [
    layerChoices(config, plans.repeat, limits.batch),
    lineChoices(config, plans.repeat),
    rowChoices(config, plans.repeat, limits.batch),
  ].flatMap((choices) => search.best(choices) ?? [])
  const best = found.sort((a, b) => a.cycles - b.cycles)[0]
  return search.refine(best, [fills, ...(plans.level === plans.repeat ? [] : [styles]), loads])
}

type Move = (choice: PassChoice) => PassChoice
const fills: Move = (choice) => ({ ...choice, dense: !choice.dense })
const styles: Move = (choice) => ({ ...choice, style: choice.style === 'repeat' ? 'level' : 'repeat' })
const loads: Move = (choice) => ({ ...choice, ahead: !choice.ahead })

class PassSearch {
  constructor(
    readonly config: ChipConfig,
    readonly plans: StyledPlans,
    readonly batch: number,
  ) {}

  /** The cheapest of some choices, which come in the order of what they need; stops once they only get dearer. */
  best(choices: Iterable<PassChoice>): CountedChoice | undefined {
    let best: CountedChoice | undefined
    let dearer = 0
    for (const choice of choices) {
      const counted = this.#count(choice)
      if (counted === undefined) continue
      if (counted.cycles < (best?.cycles ?? Infinity)) {
        best = counted
        dearer = 0
      } else if (++dearer === PATIENCE) break
    }
    return best
  }

  /** Keeps each move that makes a choice cheaper. */
  refine(found: CountedChoice | undefined, moves: readonly Move[]): CountedChoice | undefined {
    let best = found
    for (const move of moves) {
      if (best === undefined) return undefined
      const counted = this.#count(move(best.choice))
      if (counted !== undefined && counted.cycles < best.cycles) best = counted
    }
    return best
  }

  /** Counts the batch; a large one from a few rounds, of which each more is taken to cost the same. */
  #count(choice: PassChoice): CountedChoice | undefined {
    const { config, plans, batch } = this
    const unit = choice.order === 'layer' ? choice.resident : choice.order === 'row' ? choice.most : 1
    const counted = Math.min(batch, ROUNDS * unit)
    try {
      const { clock, rounds } = countPass(config, plans, choice, counted)
      let { cycles, beats } = clock
      for (const series of rounds.values()) {
        if (counted === batch) break
        const [before, , last] = series.slice(-3)
        const more = (batch - counted) / (2 * unit)
        cycles += more * (last.end - before.end)
        beats += more * (last.beats - before.beats)
      }
      return { choice, cycles, beats }
    } catch (error) {
      if (error instanceof NoBankError) return undefined
      throw error
    }
  }
}

/** Rounds that are counted one by one: results wait in the banks for the store engine until that shows. */
const ROUNDS = 4

/** Choices that cost more than the best so far before the rest of their kind is left out. */
const PATIENCE = 4

function* layerChoices(
  config: ChipConfig,
  plans: readonly LayerPlan[],
  batch: number,
): Generator<PassChoice> {
  const between = plans.slice(0, -1).map((plan) => mapWords(plan.result, plan.outWords))
  const [first] = plans
  if (between.length === 0) between.push(Math.min(config.actWords, mapWords(first.input, first.inWords)))
  const most = Math.min(Math.floor(config.actWords / Math.max(...between)), batch)
  const common = { ...START, order: 'layer' } as const
  for (const resident of residents(config, most)) yield { ...common, resident }
}

/** Numbers of resident inputs that are tried, the largest first. */
function residents({ accDepth }: ChipConfig, most: number): number[] {
  const halves = Array.from({ length: 9 }, (_, i) => Math.ceil(most / 2 ** i))
  const strips = [1, 2, 3, 4, 6, 8].map((n) => n * accDepth)
  return [...new Set([...halves, ...strips].filter((n) => n >= 1 && n <= most))].sort((a, b) => b - a)
}

function* lineChoices({ actBanks }: ChipConfig, plans: readonly LayerPlan[]): Generator<PassChoice> {
  const { result } = plans[plans.length - 1]
  if (plans.length < 2 || plans.length > actBanks || result.height === 1) return
  for (const parts of partCounts(result.height)) {
    for (const lines of [1, 2]) {
      for (const firstLines of [2, 64]) yield { ...START, order: 'line', parts, lines, firstLines }
    }
  }
}

function* rowChoices(
  config: ChipConfig,
  [plan, ...others]: readonly LayerPlan[],
  batch: number,
): Generator<PassChoice> {
  if (others.length > 0) return
  const most = Math.floor(config.actWords / mapWords(plan.input, plan.inWords))
  for (const inputs of residents(config, Math.max(1, Math.min(most, batch))))
    yield { ...START, order: 'row', most: inputs }
}

/** Words of a whole map. */
function mapWords({ width, height }: MapShape, pixelWords: number): number {
  return width * height * pixelWords
}

/** 1, 2, 3, 4, 6, 8, 12 …: numbers of parts of a map that are tried. */
function partCounts(size: number): number[] {
  const counts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64].filter((n) => n < size)
  return [...new Set([...counts, size])]
}
