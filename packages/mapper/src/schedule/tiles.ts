import { type ChipConfig, COMPUTE_REGISTERS } from '@concord/arch'
import { type Span, splitSpan } from './region.js'
import { holds } from './shape-chip.js'

/** Weight words that are in a bank together: some planes of some taps of some input words, for one row group. */
export interface TileShape {
  readonly planes: readonly number[]
  readonly taps: { readonly x: Span; readonly y: Span }
  /** Input words, from `firstGroup` on. */
  readonly firstGroup: number
  readonly groups: number
  /** Of a tile that lies in both banks: its words in bank 0. */
  readonly lowerWords?: number
}

/** What is split into tiles: the weights of one row group. */
export interface TileSpace {
  readonly kernelX: number
  readonly kernelY: number
  /** Runs of input words; a tile lies within one. */
  readonly runs: readonly Span[]
  /** One tap a tile: its steps are no power of two and padding is skipped or read. */
  readonly singleX: boolean
  readonly singleY: boolean
}

/** Weight offset of a plane pair. */
const OFFSET_MAX = 2 ** COMPUTE_REGISTERS.PAIR.fields.wOff.bits - 1
/** Taps of a RUN in x and in y. */
const TAPS_MAX = 11

/** Weight words of a tile a row. */
export function tileWords({ planes, taps, groups }: TileShape): number {
  return planes.length * taps.x.count * taps.y.count * groups
}

/** Whether two tiles have the same words. */
export function sameTile(a: TileShape, b: TileShape): boolean {
  if (a.firstGroup !== b.firstGroup || a.groups !== b.groups || a.lowerWords !== b.lowerWords) return false
  const same = (own: Span, other: Span) => own.first === other.first && own.count === other.count
  return (
    same(a.taps.x, b.taps.x) &&
    same(a.taps.y, b.taps.y) &&
    a.planes.length === b.planes.length &&
    a.planes.every((plane, i) => plane === b.planes[i])
  )
}

/** The whole space as one tile; undefined when it needs several. */
export function wholeTile(
  config: ChipConfig,
  space: TileSpace,
  planes: readonly number[],
): TileShape | undefined {
  const [tile, ...others] = splitTiles(config, space, planes)
  return others.length === 0 && tile.planes.length === planes.length ? tile : undefined
}

/** The whole space as one tile that begins in bank 0 and ends in bank 1; undefined where it fits one bank, or does not fit both. */
export function bothTile(
  config: ChipConfig,
  space: TileSpace,
  planes: readonly number[],
): TileShape | undefined {
  const { kernelX, kernelY, runs, singleX, singleY } = space
  const [{ first, count }, ...others] = runs
  const planeWords = kernelX * kernelY * count
  const words = planes.length * planeWords
  const apart = (singleX && kernelX > 1) || (singleY && kernelY > 1) || Math.max(kernelX, kernelY) > TAPS_MAX
  if (others.length > 0 || apart || (planes.length - 1) * planeWords > OFFSET_MAX) return undefined
  if (holds(config, 'weightDepth', words) || !holds(config, 'weightDepth', words / 2)) return undefined
  const taps = { x: { first: 0, count: kernelX }, y: { first: 0, count: kernelY } }
  return { planes, taps, firstGroup: first, groups: count, lowerWords: config.weightDepth }
}

/** Splits planes × taps × words into few tiles of at most `weightDepth` words; tile 0 holds the lowest plane. */
export function splitTiles(config: ChipConfig, space: TileSpace, planes: readonly number[]): TileShape[] {
  const groups = Math.max(...space.runs.map(({ count }) => count))
  const all = planes.length * space.kernelX * space.kernelY * groups
  // How deep a bank is does not matter when it holds all
  const depth = holds(config, 'weightDepth', all) ? all : config.weightDepth
  const planesATile = Math.min(planes.length, depth)
  const budget = Math.floor(depth / planesATile)
  const parts = Array.from({ length: Math.ceil(planes.length / planesATile) }, (_, part) =>
    planes.slice(part * planesATile, (part + 1) * planesATile),
  )
  return space.runs.flatMap((run) => {
    const { columns, lines, chunks } = cheapestSplit(space, run.count, budget)
    return splitSpan(run.count, chunks, run.first).flatMap(({ first: firstGroup, count: groups }) =>
      splitSpan(space.kernelY, lines).flatMap((y) =>
        splitSpan(space.kernelX, columns).flatMap((x) =>
          parts.map((own) => ({ planes: own, taps: { x, y }, firstGroup, groups })),
        ),
      ),
    )
  })
}

/** Fewest parts in x, in y and in words so that a part has at most `budget` words; whole kernels are preferred. */
function cheapestSplit(space: TileSpace, groups: number, budget: number) {
  let best = { columns: space.kernelX, lines: space.kernelY, chunks: groups }
  let least = Infinity
  for (let columns = 1; columns <= space.kernelX; columns++) {
    const width = Math.ceil(space.kernelX / columns)
    if (width > TAPS_MAX || (space.singleX && width > 1)) continue
    for (let lines = 1; lines <= space.kernelY; lines++) {
      const height = Math.ceil(space.kernelY / lines)
      if (height > TAPS_MAX || (space.singleY && height > 1) || width * height > budget) continue
      const chunks = Math.ceil(groups / Math.floor(budget / (width * height)))
      if (columns * lines * chunks >= least) continue
      least = columns * lines * chunks
      best = { columns, lines, chunks }
    }
  }
  return best
}
