import { z } from 'zod'
import { BLOCK_NAMES, type BlockName } from '../structure/blocks.js'

const byBlock = z.partialRecord(z.enum(BLOCK_NAMES as [BlockName, ...BlockName[]]), z.number())

/** Relative errors of estimates, 0.05 for 5 %, signs dropped. */
const errorSchema = z.strictObject({
  medianError: z.number().nonnegative(),
  worstError: z.number().nonnegative(),
  /** Each block by itself. */
  blocks: z.partialRecord(
    z.enum(BLOCK_NAMES as [BlockName, ...BlockName[]]),
    z.strictObject({ medianError: z.number().nonnegative(), worstError: z.number().nonnegative() }),
  ),
})

const timingSchema = z.record(
  z.string(),
  z.partialRecord(
    z.enum(BLOCK_NAMES as [BlockName, ...BlockName[]]),
    z.strictObject({
      constantNs: z.number(),
      /** By what the path grows with. */
      slopesNs: z.record(z.string(), z.number()),
    }),
  ),
)

const rangeSchema = z.strictObject({ min: z.number(), max: z.number() })

/** How estimates of one technology were fitted to synthesised chips, and how far they are from chips that the fit never saw. */
export const calibrationSchema = z.strictObject({
  formatVersion: z.literal(1),
  technology: z.string(),
  provenance: z.strictObject({
    command: z.string(),
    date: z.string(),
    yosys: z.string(),
    opensta: z.string(),
    /** Fingerprint of the RTL that was synthesised. */
    rtl: z.string(),
  }),
  /** Numbers of chips, and the names of workloads. */
  training: z.strictObject({ configurations: z.number(), workloads: z.array(z.string()) }),
  heldOut: z.strictObject({ configurations: z.number(), workloads: z.array(z.string()) }),
  /** Least and largest value of every field that the chips differ in. */
  range: z.record(z.string(), rangeSchema),
  /** Words of activation banks of SRAM macros; absent when no chip had any. `range` says those of banks of latches. */
  macroWords: rangeSchema.optional(),
  coefficients: z.strictObject({
    /** Area of the logic beside storage cells, by that of the structure. */
    logic: byBlock,
    /** Energy of the clock inputs, by that of the cell facts. */
    clock: byBlock,
    /** Slowest path into each block by corner; absent where no timing was measured. */
    timing: timingSchema.optional(),
    /** Energy of each event, by that of the cell facts. */
    switching: z.partialRecord(
      z.enum(BLOCK_NAMES as [BlockName, ...BlockName[]]),
      z.record(z.string(), z.number()),
    ),
  }),
  area: errorSchema,
  power: errorSchema,
  /** Of the clock, over chips and corners, and of the slowest path into each block. */
  timing: errorSchema.optional(),
  /** What layouts add, where some were given. */
  layout: z
    .strictObject({
      runs: z.array(z.string()),
      /** Cells of the layout, with clock tree and repairs, by those of the estimate. */
      cellGrowth: z.number().positive(),
      /** Estimated standard cells by the core beside the macros; absent when no run had a floorplan. */
      utilisation: z.number().positive().optional(),
      /** Of the growth, each layout by what the others say; absent with one layout. */
      medianError: z.number().nonnegative().optional(),
      worstError: z.number().nonnegative().optional(),
    })
    .optional(),
  /** What one row and one chip measure, without any estimate. */
  reference: z.strictObject({
    /** A row of 64 lanes, 16-bit sums and one popcount register, without weight banks and accumulator file. */
    rowAreaPerLaneUm2: z.number().positive(),
    /** Its weight banks of 2 × 16 words. */
    weightBankAreaPerBitUm2: z.number().positive(),
    /** Chip of which the clock was measured. */
    chip: z.string(),
    /** Highest clock by corner. */
    clockMhz: z.record(z.string(), z.number().positive()),
  }),
})

export type Calibration = z.infer<typeof calibrationSchema>
export type CalibrationCoefficients = Calibration['coefficients']
export type CalibrationError = Calibration['area']
export type TimingCoefficients = z.infer<typeof timingSchema>

/** Takes the figures of the structure as they are. */
export const NEUTRAL: CalibrationCoefficients = { logic: {}, clock: {}, switching: {} }
