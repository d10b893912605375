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

/** Cells with a clock input that hangs on the free-running clock, but for flip-flops behind clock gates. */
export interface ClockedCells {
  readonly flop: number
  readonly resetFlop: number
  readonly clockGate: number
  /** Of the flip-flops those behind clock gates. */
  readonly gatedFlops: number
}

/** Cells of a part of a chip, and figures that were asked for; many chips have the same part. */
export class ChipPart {
  readonly clocked: ClockedCells
  /** In turn the place of a block and its figures, of each of a few kinds. */
  readonly #known: { readonly kind: CellFigures; readonly figures: readonly number[] }[] = []

  constructor(readonly cells: PartCells) {
    const count = (column: number): number => {
      let sum = 0
      for (let i = 0; i < cells.length; i += 2) if (cells[i]! % COLUMNS === column) sum += cells[i + 1]!
      return sum
    }
    const ofRole = (role: StructureRole): number => count(STRUCTURE_ROLES.indexOf(role))
    this.clocked = {
      flop: ofRole('flop'),
      resetFlop: ofRole('resetFlop'),
      clockGate: ofRole('clockGate'),
      gatedFlops: count(GATED),
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
