import { STRUCTURE_ROLES, type StructureRole } from '../technology/technology.js'
import { COLUMNS, GATED, type PartCells } from './block-cells.js'

/** Figures that add up over cells. */
export interface CellFigures {
  /** Figures of a cell. */
  readonly width: number
  ofCell(role: StructureRole): readonly number[]
  /** What a flip-flop behind a clock gate adds to its figures as a cell. */
  readonly ofGatedFlop: readonly number[]
}

/** Cells of all blocks together, as far as the whole chip's matter. Of those with a clock input only the flip-flops behind clock gates do not hang on the free-running clock. */
export interface CellTotals {
  /** Cells and macros of all roles. */
  readonly all: number
  readonly latch: number
  readonly flop: number
  readonly resetFlop: number
  readonly clockGate: number
  /** Of the flip-flops those behind clock gates. */
  readonly gatedFlops: number
}

/** Cells of a part of a chip, and figures that were asked for; many chips have the same part. */
export class ChipPart {
  readonly totals: CellTotals
  /** In turn the place of a block and its figures, of each of a few kinds. */
  readonly #known: { readonly kind: CellFigures; readonly figures: readonly number[] }[] = []

  constructor(readonly cells: PartCells) {
    const totals = new Array<number>(COLUMNS).fill(0)
    for (let i = 0; i < cells.length; i += 2) totals[cells[i]! % COLUMNS]! += cells[i + 1]!
    const ofRole = (role: StructureRole): number => totals[STRUCTURE_ROLES.indexOf(role)]!
    this.totals = {
      all: STRUCTURE_ROLES.reduce((sum, role) => sum + ofRole(role), 0),
      latch: ofRole('latch'),
      flop: ofRole('flop'),
      resetFlop: ofRole('resetFlop'),
      clockGate: ofRole('clockGate'),
      gatedFlops: totals[GATED]!,
    }
  }

  /** Adds the figures of its cells to those of the blocks; each figure has a list of its own. */
  addTo(sums: readonly number[][], kind: CellFigures): void {
    const figures = this.#figures(kind)
    const { width } = kind
    for (let i = 0; i < figures.length; i += 1 + width) {
      const block = figures[i]!
      for (let figure = 0; figure < width; figure++) sums[figure]![block]! += figures[i + 1 + figure]!
    }
  }

  #figures(kind: CellFigures): readonly number[] {
    for (let i = 0; i < this.#known.length; i++)
      if (this.#known[i]!.kind === kind) return this.#known[i]!.figures
    const figures = figuresOf(this.cells, kind)
    this.#known.push({ kind, figures })
    return figures
  }
}

function figuresOf(cells: PartCells, kind: CellFigures): number[] {
  const { width } = kind
  const figures: number[] = []
  let last = -1
  for (let i = 0; i < cells.length; i += 2) {
    const [block, column] = [Math.floor(cells[i]! / COLUMNS), cells[i]! % COLUMNS]
    if (block !== last) figures.push(block, ...new Array<number>(width).fill(0))
    last = block
    const own = column === GATED ? kind.ofGatedFlop : kind.ofCell(STRUCTURE_ROLES[column]!)
    const at = figures.length - width
    for (let figure = 0; figure < width; figure++) figures[at + figure]! += cells[i + 1]! * own[figure]!
  }
  return figures
}
