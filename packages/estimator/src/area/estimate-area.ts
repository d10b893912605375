import type { ChipConfig } from '@concord/arch'
import { describeError } from '../calibrate/load-calibration.js'
import { type Figure, figureOf } from '../figure.js'
import { cellsOfBlock } from '../structure/block-cells.js'
import { BLOCK_NAMES, BLOCKS, type BlockName } from '../structure/blocks.js'
import type { CellCounts } from '../structure/cell-counts.js'
import { cellTotals, chipCells } from '../structure/chip-cells.js'
import { clockTreeCells } from '../structure/clock-tree.js'
import { loadTechnology } from '../technology/load-technology.js'
import { chipArea, utilisationOf } from './chip-area.js'

/** Area of one block of the chip. */
export interface AreaBlock {
  readonly name: BlockName
  readonly areaUm2: Figure
  /** Cells by role. */
  readonly cells: CellCounts
  /** Part of the chip's cell area, 0..1. */
  readonly share: number
}

/** What a chip costs in area. */
export interface AreaEstimate {
  readonly chip: string
  readonly technology: string
  readonly blocks: readonly AreaBlock[]
  /** Sum of the blocks. */
  readonly cellAreaUm2: Figure
  /** SRAM macros in that, µm². */
  readonly macroAreaUm2: number
  readonly cells: number
  readonly flops: number
  readonly latches: number
  /** Part of the core beside the macros that standard cells cover after placement and routing, 0..1. */
  readonly utilisation: Figure
  /** Standard cells divided by the utilisation, and the macros; no pads, no power ring. */
  readonly dieAreaUm2: Figure
  /** One row without its memories, divided by its lanes. */
  readonly rowAreaPerLaneUm2: Figure
  /** Weight storage with write enables and read path, divided by its bits. */
  readonly weightBankAreaPerBitUm2: Figure
}

/** Composes the area of a chip from its structure, the cell facts of its technology, and the technology's calibration. */
export function estimateArea(config: ChipConfig): AreaEstimate {
  const technology = loadTechnology(config.technology)
  const composed = figureOf('composed', describeError(config, 'area'))
  const totals = cellTotals(config)
  const tree = clockTreeCells(totals)
  const { blocksUm2: areas, totalUm2: total, macrosUm2: macros, dieUm2 } = chipArea(config)
  const { ratio, source, basis } = utilisationOf(config)
  const chip = { ...config, memories: { ...config.memories } }
  const areaOf = (name: BlockName): number => areas[BLOCK_NAMES.indexOf(name)]!
  return {
    chip: config.name,
    technology: technology.name,
    blocks: BLOCK_NAMES.map(
      (name, i) => new ComposedBlock(name, composed(areas[i]!, BLOCKS[name]), areas[i]! / total, chip),
    ),
    cellAreaUm2: composed(total, 'sum of the blocks: cells of the structure times their area'),
    macroAreaUm2: macros,
    cells: totals.all + tree.buffer + tree.clockBuffer,
    flops: totals.flop + totals.resetFlop,
    latches: totals.latch,
    utilisation: { ...composed(ratio, source), basis },
    dieAreaUm2: composed(
      dieUm2,
      macros === 0
        ? 'cell area divided by the utilisation; no pads and no power ring'
        : 'area of the standard cells divided by the utilisation, and the macros without the channels around them; no pads and no power ring',
    ),
    rowAreaPerLaneUm2: composed(
      areaOf('lanes') / (config.rows * config.lanes),
      'popcount of full and half adders; accumulator and drain register shared by the lanes',
    ),
    weightBankAreaPerBitUm2: composed(
      areaOf('weightBanks') / (2 * config.weightDepth * config.rows * config.lanes),
      'both banks of all rows',
    ),
  }
}

/** A block whose cells are named when somebody asks for them: explorations never do. */
class ComposedBlock implements AreaBlock {
  readonly #config: ChipConfig

  constructor(
    readonly name: BlockName,
    readonly areaUm2: Figure,
    readonly share: number,
    config: ChipConfig,
  ) {
    this.#config = config
  }

  get cells(): CellCounts {
    return cellsOfBlock(chipCells(this.#config), this.name)
  }
}
