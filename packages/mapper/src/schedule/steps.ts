import { type ChipConfig, COMPUTE_REGISTERS } from '@concord/arch'
import type { PlaneLayer } from '../planes/plane-network.js'
import type { WeightPlanes } from '../planes/weight-planes.js'
import { bothTile, sameTile, splitTiles, type TileShape, type TileSpace, wholeTile } from './tiles.js'

/** An entry of the plane-pair table. */
export interface PlanePair {
  readonly actPlane: number
  /** Index into the tile's planes. */
  readonly tilePlane: number
  readonly double: boolean
}

/** One RUN's share of a row group's sums. */
export interface Step {
  /** Index of its tile. */
  readonly tile: number
  readonly pairs: readonly PlanePair[]
  /** Lowest activation plane of its pairs. */
  readonly lowest: number
}

/** How a row group's sums are made; the sum of all steps, in order, doubling where told. */
export interface StepPlan {
  readonly tiles: readonly TileShape[]
  readonly steps: readonly Step[]
  /** The steps may run from the last to the first as well, so that strips can share the tile between them. */
  readonly turns: boolean
}

/**
 * What to do when the weights of a row group do not fit a bank at once. Coefficients: `level` loads the weights
 * again for each power of two, `repeat` loads them once and issues a plane of coefficient 2^e 2^e times. `both`: where they fit
 * both banks together they are one tile, otherwise as `repeat`.
 */
export type SplitStyle = 'level' | 'repeat' | 'both'

/** A layer as far as its coefficients go. */
type Factors = Pick<PlaneLayer, 'actPlanes'> & { readonly weights: Pick<WeightPlanes, 'exponents'> }

/** Whether levels differ from repeats for a layer: some coefficient is not 1. */
export function hasLevels({ actPlanes, weights }: Factors): boolean {
  return actPlanes > 1 || weights.exponents.some((exponent) => exponent !== 0)
}

const OFFSET_MAX = 2 ** COMPUTE_REGISTERS.PAIR.fields.aOff.bits - 1

interface Product {
  readonly act: number
  readonly weight: number
  readonly exponent: number
}

/**
 * Plans the steps of one row group of a layer.
 *
 * @param groups - words of one plane of an input pixel
 */
export function planSteps(
  config: ChipConfig,
  layer: Factors,
  space: TileSpace,
  groups: number,
  style: SplitStyle,
): StepPlan {
  const planes = layer.weights.exponents.map((_, w) => w)
  const products: Product[] = planes
    .flatMap((weight) =>
      Array.from({ length: layer.actPlanes }, (_, act) => ({
        act,
        weight,
        exponent: layer.weights.exponents[weight] + act,
      })),
    )
    .sort((a, b) => b.exponent - a.exponent || a.weight - b.weight)
  const plan = new PlanBuilder(config, groups)
  const together = style === 'both' ? bothTile(config, space, planes) : undefined
  const whole = together ?? wholeTile(config, space, planes)
  if (whole !== undefined) {
    plan.horner(whole, products)
  } else if (style !== 'level') {
    for (const [i, tile] of splitTiles(config, space, planes).entries()) {
      const own = products.filter(({ weight }) => tile.planes.includes(weight))
      if (i === 0) plan.horner(tile, own)
      else plan.repeat(tile, own)
    }
  } else {
    for (const level of levels(products)) {
      const used = [...new Set(level.map(({ weight }) => weight))].sort((a, b) => a - b)
      for (const [i, tile] of splitTiles(config, space, used).entries()) {
        const own = level.filter(({ weight }) => tile.planes.includes(weight))
        plan.level(tile, own, i === 0)
      }
    }
  }
  const { kernelX, kernelY } = space
  const commute = plan.steps.every(({ pairs }) => pairs.every(({ double }) => !double))
  plan.turns = commute && plan.tiles.length > 2 && kernelX * kernelY > 1
  return plan
}

/** Products by falling exponent. */
function levels(products: readonly Product[]): Product[][] {
  const exponents = [...new Set(products.map(({ exponent }) => exponent))]
  return exponents.map((exponent) => products.filter((product) => product.exponent === exponent))
}

class PlanBuilder implements StepPlan {
  readonly tiles: TileShape[] = []
  readonly steps: Step[] = []
  turns = false

  constructor(
    readonly config: ChipConfig,
    readonly groups: number,
  ) {}

  /** A sum that starts at 0, by falling exponent down to 0, doubled between the levels. */
  horner(shape: TileShape, products: readonly Product[]): void {
    const pairs = products.map(({ act, weight, exponent }, i) => ({
      actPlane: act,
      tilePlane: shape.planes.indexOf(weight),
      double: i > 0 && exponent < products[i - 1].exponent,
    }))
    this.#add(shape, pairs)
  }

  /** Adds to a sum without doubling it: a product of coefficient 2^e is issued 2^e times. */
  repeat(shape: TileShape, products: readonly Product[]): void {
    const pairs = products.flatMap(({ act, weight, exponent }) =>
      Array.from({ length: 2 ** exponent }, () => ({
        actPlane: act,
        tilePlane: shape.planes.indexOf(weight),
        double: false,
      })),
    )
    this.#add(shape, pairs)
  }

  /** Adds one level of a Horner sum over several tiles; the first tile of a level doubles. */
  level(shape: TileShape, products: readonly Product[], first: boolean): void {
    const pairs = products.map(({ act, weight }, i) => ({
      actPlane: act,
      tilePlane: shape.planes.indexOf(weight),
      double: first && i === 0 && this.steps.length > 0,
    }))
    this.#add(shape, pairs)
  }

  /** Splits the pairs into RUNs by table depth and by the reach of the plane offset. */
  #add(shape: TileShape, pairs: readonly PlanePair[]): void {
    const tile = this.#tile(shape)
    let step: PlanePair[] = []
    const end = () => {
      this.steps.push({ tile, pairs: step, lowest: Math.min(...step.map(({ actPlane }) => actPlane)) })
      step = []
    }
    for (const pair of pairs) {
      const planes = [...step, pair].map(({ actPlane }) => actPlane)
      const reach = (Math.max(...planes) - Math.min(...planes)) * this.groups
      if (step.length === this.config.pairDepth || reach > OFFSET_MAX) end()
      step.push(pair)
    }
    end()
  }

  #tile(shape: TileShape): number {
    const found = this.tiles.findIndex((tile) => sameTile(tile, shape))
    return found >= 0 ? found : this.tiles.push(shape) - 1
  }
}
