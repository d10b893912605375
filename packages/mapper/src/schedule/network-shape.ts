import type { PlaneNetwork } from '../planes/plane-network.js'
import { checkRoom } from './check-room.js'
import { joinable } from './fusion.js'
import type { LayerModel } from './layer-model.js'
import { LayerTimes } from './layer-times.js'
import type { NetworkFamily } from './network-family.js'
import type { StyledPlans } from './pass-choice.js'
import { PassFloors } from './pass-floors.js'
import type { PassShape } from './pass-shape.js'
import type { ShapeChip } from './shape-chip.js'

/** A network on all chips that cut its layers alike. */
export class NetworkShape {
  readonly plans: StyledPlans
  readonly models: readonly LayerModel[]
  /** By layer: likewise in the styles in which it is another one. */
  readonly others: readonly (readonly LayerModel[])[]
  /** By layer: the next one can follow it in a pass. */
  readonly joins: readonly boolean[]
  readonly #passes: PassShape[] = []
  /** By pace of the chip, and by batch. */
  readonly #times = new Map<number, readonly LayerTimes[]>()
  readonly #floors = new Map<string, PassFloors>()

  /** @throws MappingError naming the layer and the field of the chip that is too small */
  constructor(
    readonly family: NetworkFamily,
    chip: ShapeChip,
    network: PlaneNetwork,
  ) {
    const repeat = family.plans(chip, network, 'repeat')
    for (const plan of repeat) checkRoom(chip, plan)
    const styled = (['level', 'both'] as const).map((style) =>
      family.plans(chip, network, style).map((plan, i) => {
        const { issuedWords, steps } = repeat[i]
        return issuedWords === plan.issuedWords && steps === plan.steps ? repeat[i] : plan
      }),
    )
    const [level, both] = styled.map((plans) => sameOf(repeat, plans))
    this.plans = { repeat, level, both }
    this.models = repeat.map((plan) => family.model(chip, plan))
    this.others = repeat.map((plan, i) =>
      styled.filter((plans) => plans[i] !== plan).map((plans) => family.model(chip, plans[i])),
    )
    this.joins = repeat.map((_, i) => joinable(network, i))
  }

  /** How long a chip takes, by layer. */
  timesOn({ config, pace }: ShapeChip): readonly LayerTimes[] {
    return kept(this.#times, pace, () => this.models.map((model) => new LayerTimes(config, model)))
  }

  /** What passes take of a chip at least. */
  floorsOn({ config, pace }: ShapeChip, batch: number): PassFloors {
    return kept(this.#floors, `${pace},${batch}`, () => PassFloors.on(config, this, batch))
  }

  /** Layers first..last as a pass. */
  pass(first: number, last: number): PassShape {
    const { repeat, level, both } = this.plans
    const place = first * repeat.length + last
    const known = this.#passes[place]
    if (known !== undefined) return known
    const own = repeat.slice(first, last + 1)
    const plans = {
      repeat: own,
      level: sameOf(own, level.slice(first, last + 1)),
      both: sameOf(own, both.slice(first, last + 1)),
    }
    const made = this.family.pass(plans, this.models.slice(first, last + 1))
    this.#passes[place] = made
    return made
  }
}

/** Paces that are kept. */
const PACES_MAX = 100

function kept<K, T>(known: Map<K, T>, key: K, make: () => T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= PACES_MAX) known.clear()
  const made = make()
  known.set(key, made)
  return made
}

/** The first of two lists where both are the same. */
function sameOf<T>(list: readonly T[], other: readonly T[]): readonly T[] {
  return list.every((item, i) => item === other[i]) ? list : other
}
