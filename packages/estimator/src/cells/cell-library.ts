import { z } from 'zod'

const storageSchema = z.strictObject({
  kind: z.enum(['ff', 'latch']),
  /** Liberty expressions: what is taken, and when (rising edge of a flip-flop's, while a latch's is true). */
  data: z.string(),
  clock: z.string(),
  clear: z.string().optional(),
  preset: z.string().optional(),
})

const libraryCellSchema = z.strictObject({
  areaUm2: z.number().positive(),
  /** Mean delay over arcs, rise and fall, at the library's `derivedAt`; 0 without a timing arc. */
  delayNs: z.number().nonnegative(),
  /** Capacitance of every input, fF. */
  inputsFf: z.record(z.string(), z.number().nonnegative()),
  /** Liberty function of every output; `IQ` and `IQ_N` are the storage and its complement. */
  outputs: z.record(z.string(), z.string()),
  /** State variables of the storage as the functions name them. */
  storage: storageSchema.optional(),
  /** An SRAM macro, which is in no library file: its clock input, its words of `MACRO_BITS` bits. */
  macro: z.strictObject({ clock: z.string(), words: z.number().int().positive() }).optional(),
  /** A clock gate with a latch: pins by their part. */
  clockGate: z.strictObject({ clock: z.string(), enable: z.string(), output: z.string() }).optional(),
})

/** The cells that synthesis may use: what each computes and what it takes. Derived figures, without the library's tables. */
export const cellLibrarySchema = z.strictObject({
  formatVersion: z.literal(1),
  name: z.string(),
  source: z.strictObject({ liberty: z.string(), licence: z.string(), derivation: z.string() }),
  corner: z.string(),
  derivedAt: z.strictObject({ slewNs: z.number().positive(), loadFf: z.number().positive() }),
  cells: z.record(z.string(), libraryCellSchema),
})

export type CellLibrary = z.infer<typeof cellLibrarySchema>
export type LibraryCell = z.infer<typeof libraryCellSchema>
