/** A rectangle, µm: left, low, right, high. */
export type BoxUm = readonly [left: number, low: number, right: number, high: number]

/** What is to be placed. */
export interface MacroRequest {
  /** Macros, all of one size. */
  readonly count: number
  readonly widthUm: number
  readonly heightUm: number
  /** What the standard cells are to have for themselves, before their filling. */
  readonly cellsUm2: number
}

/** A die with macros in it. */
export interface MacroPlacement {
  readonly dieUm: BoxUm
  /** Where rows of standard cells may be. */
  readonly coreUm: BoxUm
  /** Lower left corners, µm, in the order of the instances. */
  readonly placesUm: readonly (readonly [x: number, y: number])[]
}

/** Site of sky130_fd_sc_hd, nm; macros stand on the grid of the rows, and everything is counted in these. */
const SITE_NM = { x: 460, y: 2720 } as const
/** Sites between die and core: LibreLane's own margins. */
const MARGIN_SITES = { x: 12, y: 4 } as const

/** Around every macro: nearer than that stand no cells, and no power strap that is not the macro's. */
export const HALO_UM = 10
/** Between macros, and from them to the edge of the core and to the cells: two halos, and room for a pair of power straps and for wires. */
export const CHANNEL_UM = 40

/**
 * Places macros in a grid in the lower left corner of the core, first along x; standard cells have the rest. Of the grids that leave the smallest die
 * the one nearest to a square is taken.
 */
export function placeMacros(request: MacroRequest): MacroPlacement {
  const dies = Array.from({ length: request.count }, (_, i) => dieOf(request, i + 1))
  const best = dies.reduce((one, other) => (rank(other) < rank(one) ? other : one))
  const { columns, pitch, core } = best
  const left = MARGIN_SITES.x + sites(CHANNEL_UM, 'x')
  const low = MARGIN_SITES.y + sites(CHANNEL_UM, 'y')
  return {
    dieUm: [0, 0, um(core.x + 2 * MARGIN_SITES.x, 'x'), um(core.y + 2 * MARGIN_SITES.y, 'y')],
    coreUm: [
      um(MARGIN_SITES.x, 'x'),
      um(MARGIN_SITES.y, 'y'),
      um(core.x + MARGIN_SITES.x, 'x'),
      um(core.y + MARGIN_SITES.y, 'y'),
    ],
    placesUm: Array.from({ length: request.count }, (_, i) => [
      um(left + (i % columns) * pitch.x, 'x'),
      um(low + Math.floor(i / columns) * pitch.y, 'y'),
    ]),
  }
}

/** A core with so many macros beside each other, in sites. */
interface GridDie {
  readonly columns: number
  readonly pitch: Record<Axis, number>
  readonly core: Record<Axis, number>
}

type Axis = keyof typeof SITE_NM

function dieOf({ count, widthUm, heightUm, cellsUm2 }: MacroRequest, columns: number): GridDie {
  const pitch = { x: sites(widthUm + CHANNEL_UM, 'x'), y: sites(heightUm + CHANNEL_UM, 'y') }
  const grid = {
    x: columns * pitch.x + sites(CHANNEL_UM, 'x'),
    y: Math.ceil(count / columns) * pitch.y + sites(CHANNEL_UM, 'y'),
  }
  const [gridX, gridY] = [um(grid.x, 'x'), um(grid.y, 'y')]
  const areaUm2 = gridX * gridY + cellsUm2
  // As square as the grid lets it be
  const width = Math.max(gridX, Math.min(Math.sqrt(areaUm2), areaUm2 / gridY))
  return { columns, pitch, core: { x: sites(width, 'x'), y: sites(areaUm2 / width, 'y') } }
}

/** Smaller is better: area, with a square worth little more than a rectangle. */
function rank({ core }: GridDie): number {
  const [x, y] = [um(core.x, 'x'), um(core.y, 'y')]
  return x * y * (1 + 0.01 * Math.abs(Math.log(x / y)))
}

/** Sites that hold a length. */
function sites(lengthUm: number, axis: Axis): number {
  return Math.ceil((1000 * lengthUm) / SITE_NM[axis] - 1e-9)
}

function um(count: number, axis: Axis): number {
  return (count * SITE_NM[axis]) / 1000
}
