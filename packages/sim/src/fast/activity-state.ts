/**
 * The activity state in the kernel's linear memory: counts as 64-bit floats, in this order, then the previous values of
 * the registers whose toggles are counted. Shared with the kernel's source, hence constants without type annotations.
 */

export const Words = 0
export const NullWords = 1
export const RowWords = 2
export const AccWrites = 3
export const ActReadBits = 4
export const WeightReadBits = 5
export const MatchBits = 6
export const AccBits = 7
export const AccFileReads = 8
export const AccFileReadBits = 9
export const AccFileWrites = 10
export const AccFileWriteBits = 11
export const DrainWrites = 12
export const DrainBits = 13
export const PostCompares = 14
export const CodeBits = 15
export const PostWords = 16
export const PostWriteBits = 17

/** Number of counts. */
export const KernelCounts = 18

// Byte offsets of the previous values, behind the counts

/** act_q, at most 64 bytes. */
export const PreviousAct = 256
/** Accumulators, 32 bits a row, at most 512 rows. */
export const PreviousAcc = 320
/** Accumulator file values read, likewise. */
export const PreviousRead = 2368
/** Drain registers, likewise. */
export const PreviousDrain = 4416
/** Window codes, a byte a row. */
export const PreviousCode = 6464
/** Weight word and XNOR vector of each row in turn, each rounded up to 8 bytes. */
export const PreviousWords = 6976
