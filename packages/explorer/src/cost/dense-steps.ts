import { type ChipConfig, COMPUTE_REGISTERS } from '@concord/arch'
import type { DenseLayer } from './dense-layer.js'

/** Weight words that are in a bank together. */
export interface Tile {
  readonly planes: readonly number[]
  readonly firstGroup: number
  readonly groups: number
  /** planes × groups. */
  readonly words: number
}

/** One RUN's share of a row group's sums. */
export interface Step {
  readonly tile: number
  /** Words issued for an input. */
  readonly words: number
  /** Lowest activation plane of its pairs. */
  readonly lowest: number
  /** The pair table's entries, one number each. */
  readonly pairs: readonly number[]
}

/** How a row group's sums are made. */
export interface StepPlan {
  readonly tiles: readonly Tile[]
  readonly steps: readonly Step[]
  /** Words issued for an input. */
  readonly words: number
}

/** What to do about coefficients when a row group's weights do not fit a bank at once. */
export type SplitStyle = 'repeat' | 'level'

interface Product {
  readonly act: number
  readonly weight: number
  readonly exponent: number
}

interface Pair {
  readonly act: number
  readonly tilePlane: number
  readonly double: boolean
}

const OFFSET_MAX = 2 ** COMPUTE_REGISTERS.PAIR.fields.aOff.bits - 1

/** The mapper's division of a fully connected layer into tiles and steps. */
export function planSteps(config: ChipConfig, layer: DenseLayer, style: SplitStyle): StepPlan {
  const groups = Math.ceil(layer.inputs / config.lanes)
  const planes = layer.exponents.map((_, w) => w)
  const products: Product[] = planes
    .flatMap((weight) =>
      Array.from({ length: layer.actPlanes }, (_, act) => ({
        ...{ act, weight },
        exponent: layer.exponents[weight] + act,
      })),
    )
    .sort((a, b) => b.exponent - a.exponent || a.weight - b.weight)
  const builder = new StepBuilder(config, groups)
  if (planes.length * groups <= config.weightDepth) {
    builder.horner({ planes, firstGroup: 0, groups }, products)
  } else if (style === 'repeat') {
    for (const [i, tile] of splitTiles(config, planes, groups).entries()) {
      const own = products.filter(({ weight }) => tile.planes.includes(weight))
      if (i === 0) builder.horner(tile, own)
      else builder.repeat(tile, own)
    }
  } else {
    const exponents = [...new Set(products.map(({ exponent }) => exponent))]
    for (const level of exponents.map((e) => products.filter(({ exponent }) => exponent === e))) {
      const used = [...new Set(level.map(({ weight }) => weight))].sort((a, b) => a - b)
      for (const [i, tile] of splitTiles(config, used, groups).entries()) {
        const own = level.filter(({ weight }) => tile.planes.includes(weight))
        builder.level(tile, own, i === 0)
      }
    }
  }
  return builder.plan()
}

type Shape = Omit<Tile, 'words'>

function splitTiles(config: ChipConfig, planes: readonly number[], groups: number): Shape[] {
  const planesATile = Math.min(planes.length, config.weightDepth)
  const chunks = Math.ceil(groups / Math.floor(config.weightDepth / planesATile))
  return Array.from({ length: chunks }, (_, chunk) => {
    const firstGroup = Math.floor((chunk * groups) / chunks)
    const end = Math.floor(((chunk + 1) * groups) / chunks)
    return Array.from({ length: Math.ceil(planes.length / planesATile) }, (_, part) => ({
      planes: planes.slice(part * planesATile, (part + 1) * planesATile),
      firstGroup,
      groups: end - firstGroup,
    }))
  }).flat()
}

class StepBuilder {
  readonly #tiles: Tile[] = []
  readonly #steps: Step[] = []

  constructor(
    readonly config: ChipConfig,
    readonly groups: number,
  ) {}

  plan(): StepPlan {
    const words = this.#steps.reduce((sum, step) => sum + step.words, 0)
    return { tiles: this.#tiles, steps: this.#steps, words }
  }

  /** A sum that starts at 0, by falling exponent, doubled between the levels. */
  horner(shape: Shape, products: readonly Product[]): void {
    const double = (i: number) => i > 0 && products[i].exponent < products[i - 1].exponent
    this.#add(
      shape,
      products.map((product, i) => pairOf(shape, product, double(i))),
    )
  }

  /** Adds without doubling: a product of coefficient 2^e is issued 2^e times. */
  repeat(shape: Shape, products: readonly Product[]): void {
    const pairs = products.flatMap((product) =>
      Array.from({ length: 2 ** product.exponent }, () => pairOf(shape, product, false)),
    )
    this.#add(shape, pairs)
  }

  /** Adds one level of a Horner sum over several tiles; its first tile doubles. */
  level(shape: Shape, products: readonly Product[], first: boolean): void {
    const double = (i: number) => first && i === 0 && this.#steps.length > 0
    this.#add(
      shape,
      products.map((product, i) => pairOf(shape, product, double(i))),
    )
  }

  /** Splits the pairs into RUNs by table depth and by the reach of the plane offset. */
  #add(shape: Shape, pairs: readonly Pair[]): void {
    const tile = this.#tile(shape)
    let step: Pair[] = []
    for (const pair of pairs) {
      const acts = [...step, pair].map(({ act }) => act)
      const reach = (Math.max(...acts) - Math.min(...acts)) * this.groups
      if (step.length === this.config.pairDepth || reach > OFFSET_MAX) {
        this.#push(tile, step)
        step = []
      }
      step.push(pair)
    }
    this.#push(tile, step)
  }

  #push(tile: number, pairs: readonly Pair[]): void {
    const { groups } = this.#tiles[tile]
    const lowest = Math.min(...pairs.map(({ act }) => act))
    const entries = pairs.map(
      ({ act, tilePlane, double }) =>
        (((act - lowest) * this.groups * 1024 + tilePlane * groups) << 1) | Number(double),
    )
    this.#steps.push({ tile, words: pairs.length * groups, lowest, pairs: entries })
  }

  #tile(shape: Shape): number {
    const found = this.#tiles.findIndex(
      (tile) =>
        tile.firstGroup === shape.firstGroup &&
        tile.groups === shape.groups &&
        tile.planes.join() === shape.planes.join(),
    )
    if (found >= 0) return found
    return this.#tiles.push({ ...shape, words: shape.planes.length * shape.groups }) - 1
  }
}

function pairOf(shape: Shape, { act, weight }: Product, double: boolean): Pair {
  return { act, tilePlane: shape.planes.indexOf(weight), double }
}
