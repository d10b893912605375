/**
 * Fields of a run descriptor: everything the kernel needs to know about one RUN, as 32-bit words in its linear memory.
 * Shared with the kernel's source (packages/sim/assembly), hence constants without type annotations.
 * "Pointer" is a byte address in the linear memory; addresses and steps are in words of the bank.
 */

/** Pointer to the input bank. */
export const InBase = 0
/** Mask of an activation address register. */
export const ActMask = 1
/** Bytes of one activation or weight word. */
export const WordBytes = 2
/** Pointer to the weight bank's row 0, word 0. */
export const WeightBase = 3
/** Bytes from one row's weights to the next row's. */
export const WeightRowBytes = 4
/** Mask of a weight address. */
export const WeightMask = 5
export const RowsUsed = 6
/** Entries from one accumulator file entry, or threshold slot, to the next: rows rounded up to a multiple of 16. */
export const RowStride = 7
export const Groups = 8
export const Pairs = 9
/** Pointer to the pairs: address offset, weight offset, double, negate (4 words each). */
export const PairTable = 10
export const KernelWidth = 11
export const KernelHeight = 12
export const TapDx = 13
export const TapDy = 14
export const WeightDx = 15
export const WeightDy = 16
/** First weight word. */
export const Weight = 17
/** Address of the pad words, -1 without padding. */
export const Pad = 18
/** Pointer to the pixel columns: address, mask of the taps inside (2 words each); window by window. */
export const ColumnTable = 19
/** Pointer to the pixel lines, likewise; the input address is in here. */
export const LineTable = 20
export const WindowsX = 21
export const WindowsY = 22
export const WindowWidth = 23
export const WindowHeight = 24
/** Sum over one tap's words of 2 * lanes - valid lanes. */
export const TapConstant = 25
/** Pointer to the accumulator file. */
export const AccFile = 26
export const Load = 27
/** Where the result goes: 0 post unit, `SaveCounts`, `SaveSums`. */
export const Save = 28
/** 32 - accBits. */
export const AccShift = 29
/** POST mode: 0 BIN, 1 MULTI, 2 RAW. */
export const Mode = 30
export const Thresholds = 31
/** Pointer to the first threshold slot compared with. */
export const ThresholdBase = 32
export const Planes = 33
/** Pointer to the output bank. */
export const OutBase = 34
export const OutAddress = 35
export const OutDx = 36
export const OutDy = 37
export const OutDp = 38
/** First bit of the output word's segment. */
export const SegmentBit = 39
/** Output words of one plane. */
export const OutWords = 40
/** 1 when rows < lanes: a segment of a word is written and the segments above are cleared. */
export const Segmented = 41
/** Pixels from which on lookup tables pay. */
export const TablePixels = 42
/** Pointer to the activity state, see `activity-state.ts`. */
export const ActivityState = 43
/** Bits of one segment or of one whole word: rows that one output word holds. */
export const SegmentRows = 44
/** Valid lanes of the last group. */
export const LastValid = 45

/** Pointer to the valid lanes of each entry of the accumulator file. */
export const AccValid = 46

/** Counts to the accumulator file, valid lanes to theirs. */
export const SaveCounts = 1
/** Sums to where `AccFile` points. */
export const SaveSums = 2

/** 32-bit words of a descriptor. */
export const DescriptorWords = 48
