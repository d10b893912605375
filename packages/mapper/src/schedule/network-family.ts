import type { PlaneNetwork } from '../planes/plane-network.js'
import { LayerModel } from './layer-model.js'
import { type LayerPlan, planLayers } from './layer-plan.js'
import { KeyedMemo, Memo } from './memo.js'
import { NetworkShape } from './network-shape.js'
import type { StyledPlans } from './pass-choice.js'
import { PassShape } from './pass-shape.js'
import type { ShapeChip } from './shape-chip.js'
import type { SplitStyle } from './steps.js'
import { Tuple, TupleMap } from './tuple-map.js'

/** Numbers that are remembered of a network unless somebody says otherwise, about; with all around them some hundred MB. */
export const NUMBERS_MAX = 4e6

/** What is known of a network on chips that differ in their sizes, and in what decides about time, only. */
export class NetworkFamily {
  /** Layers by style and number. */
  readonly #layers = new KeyedMemo<string, LayerPlan>()
  readonly #plans = new KeyedMemo<SplitStyle, readonly LayerPlan[]>()
  readonly #models = new KeyedMemo<LayerPlan, LayerModel>()
  readonly #shapes = new Memo<NetworkShape>()
  readonly #passes = new TupleMap<PassShape>()
  readonly #numbers = new Map<object, number>()

  /** The family of a chip. */
  static of(chip: ShapeChip, network: PlaneNetwork): NetworkFamily {
    const families = known.get(network) ?? new Families()
    known.set(network, families)
    return families.of(chip)
  }

  /** The network on a chip. */
  shape(chip: ShapeChip, network: PlaneNetwork): NetworkShape {
    return this.#shapes.get(chip, () => new NetworkShape(this, chip, network))
  }

  /** @throws MappingError naming the layer and the field of the chip that is too small */
  plans(chip: ShapeChip, network: PlaneNetwork, style: SplitStyle): readonly LayerPlan[] {
    return this.#plans.get(style, chip, () => planLayers(chip, network, style, this.#layers))
  }

  model(chip: ShapeChip, plan: LayerPlan): LayerModel {
    return this.#models.get(plan, chip, () => new LayerModel(chip, plan))
  }

  /** Some layers as a pass: the same wherever the same plans and models meet. */
  pass(plans: StyledPlans, models: readonly LayerModel[]): PassShape {
    const key = KEY.clear()
    for (const model of models) key.add(this.#number(model))
    for (const styled of [plans.level, plans.both]) {
      key.add(-1)
      if (styled !== plans.repeat) for (const plan of styled) key.add(this.#number(plan))
    }
    return this.#passes.get(key) ?? this.#passes.add(key, new PassShape(plans, models))
  }

  #number(object: object): number {
    const found = this.#numbers.get(object) ?? this.#numbers.size
    this.#numbers.set(object, found)
    return found
  }
}

const KEY = new Tuple()

/** The families of a network that are remembered. */
class Families {
  /** The one asked for last is the last. */
  readonly #families = new Map<string, { readonly family: NetworkFamily; numbers: number }>()
  #numbers = 0

  of(chip: ShapeChip): NetworkFamily {
    const key = chip.family
    const found = this.#families.get(key) ?? { family: new NetworkFamily(), numbers: 0 }
    this.#families.delete(key)
    this.#families.set(key, found)
    return found.family
  }

  /** Counts what was found out for a chip; where all is more than `most`, what was asked for longest ago is forgotten. */
  searched(chip: ShapeChip, most: number): void {
    const own = this.#families.get(chip.family)
    if (own === undefined) return
    own.numbers += chip.remembered
    this.#numbers += chip.remembered
    for (const [key, { numbers }] of this.#families) {
      if (this.#numbers <= most) return
      this.#families.delete(key)
      this.#numbers -= numbers
    }
  }
}

const known = new WeakMap<PlaneNetwork, Families>()

/** A search of a chip is over: counts what was found out for it, and forgets what was asked for longest ago where all is more than `most` numbers. */
export function searched(chip: ShapeChip, network: PlaneNetwork, most: number): void {
  known.get(network)?.searched(chip, most)
}
