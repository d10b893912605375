import { type BankStyle, clog2 } from '@concord/arch'
import type { BlockName } from './blocks.js'
import { addCells } from './cell-counts.js'
import { gatedRegisterStructure, writeRegisterStructure } from './gated-register.js'
import { type MemoryShape, memoryStructure } from './memory.js'
import { defineModule, type ModuleStructure } from './module.js'
import { decoder } from './operators.js'
import { sramBankStructure } from './sram-bank.js'

/** Lines that a read address is kept as: one for each value of its low half, and one for each of its high half. */
export function addressLines(depth: number): { readonly lows: number; readonly highs: number } {
  const lows = 2 ** Math.floor(clog2(depth) / 2)
  return { lows, highs: Math.ceil(depth / lows) }
}

/** Shape of an activation bank. */
export type BankShape = Omit<MemoryShape, 'style' | 'oneHot'> & { readonly style: BankStyle }

/** Mirrors rtl/concord_bank.sv: storage behind a register for its read address, which latches have decoded. */
export function bankStructure(block: BlockName, shape: BankShape, copies = 1): ModuleStructure {
  return defineModule({
    instance: 'bank',
    module: 'concord_bank',
    block,
    copies,
    parts: storageOf(block, shape),
  })
}

function storageOf(block: BlockName, { style, ...shape }: BankShape): ModuleStructure[] {
  const { depth, width } = shape
  if (style === 'sram') return [sramBankStructure({ actWords: depth, lanes: width })]
  if (style === 'flop')
    return [
      gatedRegisterStructure('raddr', clog2(depth)),
      memoryStructure('store', block, { ...shape, style }),
    ]
  return [...writeRegisterStructure('data', width, style), latchBankStructure(block, { ...shape, style })]
}

/** Mirrors rtl/tech/latch/concord_latch_bank.sv. */
function latchBankStructure(block: BlockName, shape: MemoryShape): ModuleStructure {
  const { lows, highs } = addressLines(shape.depth)
  return defineModule({
    instance: 'store',
    module: 'concord_latch_bank',
    logic: addCells(decoder(lows), decoder(highs), { and2: shape.depth }),
    parts: [
      gatedRegisterStructure('lines', lows + highs),
      memoryStructure('store', block, { ...shape, oneHot: true }),
    ],
  })
}
