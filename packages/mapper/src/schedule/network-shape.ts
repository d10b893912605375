import type { ChipConfig } from '@concord/arch'
import type { PlaneNetwork } from '../planes/plane-network.js'
import { LayerModel } from './layer-model.js'
import { planLayers, shapeKey } from './layer-plan.js'
import type { StyledPlans } from './pass-choice.js'
import { PassShape } from './pass-shape.js'

/** A network on all chips that cut its layers alike and have as large banks of activations. */
export class NetworkShape {
  readonly plans: StyledPlans
  readonly models: readonly LayerModel[]
  readonly #passes = new Map<number, PassShape>()

  /** @param config - any of the chips */
  constructor(
    readonly config: ChipConfig,
    network: PlaneNetwork,
  ) {
    const repeat = planLayers(config, network, 'repeat')
    const level = planLayers(config, network, 'level')
    const same = repeat.every(
      ({ issuedWords, steps }, i) => issuedWords === level[i].issuedWords && steps === level[i].steps,
    )
    this.plans = { repeat, level: same ? repeat : level }
    this.models = repeat.map((plan) => new LayerModel(config, plan))
  }

  /** Layers first..last as a pass. */
  pass(first: number, last: number): PassShape {
    const { repeat, level } = this.plans
    const place = first * repeat.length + last
    const known = this.#passes.get(place)
    if (known !== undefined) return known
    const own = repeat.slice(first, last + 1)
    const plans = { repeat: own, level: level === repeat ? own : level.slice(first, last + 1) }
    const made = new PassShape(this.config, plans, this.models.slice(first, last + 1))
    this.#passes.set(place, made)
    return made
  }
}

/**
 * The network on a chip; those of the chips asked for last are kept.
 *
 * @throws MappingError naming the layer and the field of the chip that is too small
 */
export function networkShape(config: ChipConfig, network: PlaneNetwork): NetworkShape {
  const shapes = known.get(network) ?? new Map<string, NetworkShape>()
  known.set(network, shapes)
  const key = `${config.actWords},${config.actBanks},${shapeKey(config)}`
  const made = shapes.get(key) ?? new NetworkShape(config, network)
  // The one asked for last is kept longest
  shapes.delete(key)
  shapes.set(key, made)
  if (shapes.size > KEPT) shapes.delete(shapes.keys().next().value!)
  return made
}

const known = new WeakMap<PlaneNetwork, Map<string, NetworkShape>>()
const KEPT = 8
