import { z } from 'zod'

/** What a cell is for; the chip's structure is counted in these, so that a technology is only data. */
export const CELL_ROLES = [
  'inverter',
  'buffer',
  'nand2',
  'and2',
  'or2',
  'andOrInvert22',
  'andOrInvert21',
  'xor2',
  'xnor2',
  'mux2',
  'halfAdder',
  'fullAdder',
  'flop',
  'resetFlop',
  'latch',
  'clockGate',
  // A clock gate behind another one
  'innerClockGate',
  'clockBuffer',
] as const

/** Role of a cell in the chip's structure. */
export type CellRole = (typeof CELL_ROLES)[number]

/** Bits of a word of every SRAM macro. */
export const MACRO_BITS = 32

/** SRAM macros of `MACRO_BITS` bits, by their words; a technology need not have them. */
export const MACRO_ROLES = ['sram256', 'sram512'] as const

export type MacroRole = (typeof MACRO_ROLES)[number]

/** Whether a role is that of a macro. */
export function isMacroRole(role: StructureRole): role is MacroRole {
  return (MACRO_ROLES as readonly StructureRole[]).includes(role)
}

/** All that a chip's structure is counted in, cells first. */
export const STRUCTURE_ROLES = [...CELL_ROLES, ...MACRO_ROLES] as const

export type StructureRole = CellRole | MacroRole

const energyPj = z.number().describe('may be negative for a single arc, as in the library')

const cornerCellSchema = z.strictObject({
  /** Leakage power averaged over the cell's states, nW. */
  leakageNw: z.number().nonnegative(),
  /** Mean capacitance of one data input, fF. */
  inputFf: z.number().nonnegative(),
  /** Mean internal energy of one transition of a data input by itself, pJ (storage cells and clock gates). */
  inputPj: energyPj,
  /** Capacitance of the clock (or latch enable) input, fF; 0 without one. */
  clockFf: z.number().nonnegative(),
  /** Mean internal energy of one clock edge, pJ; a cycle has two. */
  clockPj: energyPj,
  /** Mean internal energy of one output transition, pJ, without the load's ½CV². */
  outputPj: energyPj,
  /** Mean delay from an input, or from the clock, to an output, ns; 0 without a timing arc. */
  delayNs: z.number().nonnegative(),
  /** Mean set-up time of a data input, ns; 0 without one. */
  setupNs: z.number(),
})

const cellSchema = z.strictObject({
  /** Name of the library's cell that plays the role. */
  cell: z.string(),
  areaUm2: z.number().positive(),
  corners: z.record(z.string(), cornerCellSchema),
})

const macroSchema = z.strictObject({
  /** Name of the macro, and the PDK's files of it under `PDK_ROOT`. */
  cell: z.string(),
  lef: z.string(),
  gds: z.string(),
  liberty: z.string(),
  widthUm: z.number().positive(),
  heightUm: z.number().positive(),
  /** Supply and ground pins. */
  power: z.tuple([z.string(), z.string()]),
  /** Operating point of the figures below. */
  corner: z.string(),
  /** Energy of a clock cycle in which it reads or writes, pJ. */
  accessPj: z.number().positive(),
  leakageNw: z.number().nonnegative(),
  /** Capacitance of every input, fF. */
  inputFf: z.number().positive(),
  /** From the falling edge of the clock to the data, ns. */
  dataNs: z.number().positive(),
  /** Times in other corners, by that of `corner`. */
  timeScale: z.record(z.string(), z.number().positive()),
  /** Shortest clock period, ns. */
  periodNs: z.number().positive(),
  /** Where the figures come from, and what is wrong with others. */
  source: z.string(),
})

/** SRAM macros of a technology; figures that its recipe states. */
const macrosSchema = z.partialRecord(z.enum(MACRO_ROLES), macroSchema)

/** A technology: derived figures of the cells the chip is made of, and where they come from. */
export const technologySchema = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string(),
  /** What the technology is called after, nm; only comparisons with chips of other technologies use it. */
  nodeNm: z.number().positive(),
  source: z.strictObject({ liberty: z.string(), licence: z.string(), derivation: z.string() }),
  /** Operating point at which the energies were read from the library's tables. */
  derivedAt: z.strictObject({ slewNs: z.number().positive(), loadFf: z.number().positive() }),
  wire: z.strictObject({
    capacitanceFfPerUm: z.number().positive(),
    lengthUmPerNet: z.number().positive(),
    source: z.string(),
  }),
  /** Cell area divided by core area after placement and routing. */
  utilisation: z.strictObject({ ratio: z.number().positive().max(1), source: z.string() }),
  corners: z.record(
    z.string(),
    z.strictObject({ voltageV: z.number().positive(), temperatureC: z.number() }),
  ),
  cells: z.strictObject(
    Object.fromEntries(CELL_ROLES.map((role) => [role, cellSchema])) as Record<CellRole, typeof cellSchema>,
  ),
  macros: macrosSchema.optional(),
})

export type MacroFacts = z.infer<typeof macroSchema>
export type Technology = z.infer<typeof technologySchema>
/** Figures of one cell that do not depend on the corner, with those of every corner. */
export type CellFacts = z.infer<typeof cellSchema>
/** Figures of one cell in one corner. */
export type CornerCellFacts = z.infer<typeof cornerCellSchema>

/** How to derive a technology's facts from its Liberty files; written by hand, one a technology. */
export const recipeSchema = z.strictObject({
  name: z.string(),
  nodeNm: technologySchema.shape.nodeNm,
  /** Path of the Liberty file under `PDK_ROOT`, with `{corner}` in place of the corner. */
  liberty: z.string().includes('{corner}'),
  licence: z.string(),
  corners: z.array(z.string()).min(1),
  derivedAt: technologySchema.shape.derivedAt,
  wire: technologySchema.shape.wire,
  utilisation: technologySchema.shape.utilisation,
  cells: z.strictObject(
    Object.fromEntries(CELL_ROLES.map((role) => [role, z.string()])) as Record<CellRole, z.ZodString>,
  ),
  macros: macrosSchema.optional(),
  /** Cells that synthesis must not pick, as patterns: other voltages, clock tree, scan, three-state, probes. */
  excludedCells: z.array(z.string()),
})

export type TechnologyRecipe = z.infer<typeof recipeSchema>
