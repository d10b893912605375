import type { ChipConfig } from '@concord/arch'
import type { BlockName } from './blocks.js'
import type { CellCounts } from './cell-counts.js'

/** Bits of registers by their RTL name. */
export type RegisterTable = Readonly<Record<string, number>>

/** What one RTL module is made of: its own registers and logic, and the modules inside. */
export interface ModuleStructure {
  /** Instance name in the RTL, without its `u_`. */
  readonly instance: string
  /** RTL module name. */
  readonly module: string
  /** Instances of this module beside each other, as in a generate loop. */
  readonly copies: number
  /** Flip-flops cleared by the reset. */
  readonly resetRegisters: RegisterTable
  /** Flip-flops without a reset. */
  readonly registers: RegisterTable
  /** Its registers hang behind a clock gate, so that they see no clock while they hold. */
  readonly isGated?: boolean
  /** Everything but the flip-flops. */
  readonly logic: CellCounts
  readonly parts: readonly ModuleStructure[]
  /** Block of the estimate it belongs to; that of the module around it when absent. */
  readonly block?: BlockName
}

/**
 * How a module follows from a chip. Modules inside that depend on the chip by much more, or much less, than the one around them have entries of
 * their own, so that what is remembered of each serves as many chips as possible.
 */
export interface ModuleEntry {
  /** The module without the parts that have entries, one copy of it; undefined on a chip that lacks it. */
  readonly own: (config: ChipConfig) => ModuleStructure | undefined
  /** Block of what names none. */
  readonly block: BlockName
  readonly parts?: readonly ModuleEntry[]
}

/** The module of an entry with all its parts. */
export function buildModule(
  { own, parts = [] }: ModuleEntry,
  config: ChipConfig,
): ModuleStructure | undefined {
  const structure = own(config)
  if (structure === undefined) return undefined
  const built = parts.map((part) => buildModule(part, config)).filter((part) => part !== undefined)
  return { ...structure, parts: [...structure.parts, ...built] }
}

/** Fills in what a module does not have. */
export function defineModule(
  structure: Pick<ModuleStructure, 'instance' | 'module'> & Partial<ModuleStructure>,
): ModuleStructure {
  return { copies: 1, resetRegisters: {}, registers: {}, logic: {}, parts: [], ...structure }
}

/** Sum of a register table, in bits. */
export function registerBits(table: RegisterTable): number {
  let sum = 0
  for (const register in table) sum += table[register]!
  return sum
}

/** Flip-flops of one copy, parts not included. */
export function ownFlops(structure: ModuleStructure): number {
  return (
    registerBits(structure.resetRegisters) + registerBits(structure.registers) + (structure.logic.flop ?? 0)
  )
}

/** Every module of a structure with the number of its instances in it, the outermost first. */
export function* walkModules(
  structure: ModuleStructure,
  outer = 1,
): Generator<{ structure: ModuleStructure; instances: number }> {
  const instances = outer * structure.copies
  yield { structure, instances }
  for (const part of structure.parts) yield* walkModules(part, instances)
}
