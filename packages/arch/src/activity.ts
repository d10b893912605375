/**
 * What switched on the chip during a run: events and toggled bits, summed over the whole run.
 *
 * Counted by the simulator on the real data, identically in the stepped model and the fast path, and priced by
 * the estimator. A *toggled bit* is a bit that differs between two consecutive values of the same register, port or
 * storage word (their Hamming distance). Every register starts at 0, every memory starts at 0, and a run starts from the
 * values the run before left behind. "Word" without more is a compute word: one issued step of the word order
 * (docs/architecture.md §6). A *null* word carries no operands: what it moves in `act_q`, weights and matches, which then match nowhere, is
 * not counted, nor is the way back. It comes once a pair of an empty pixel, and where a RUN computes nothing but the values of the wide bank.
 * Rows not used by a RUN do not move and are not counted.
 */
export interface Activity {
  /** Clock cycles of the run, counted like the performance counter `cycles`. */
  readonly cycles: number

  /** Compute words issued, null words included. */
  readonly words: number
  /** Compute words issued without operands. */
  readonly nullWords: number
  /** Sum over the words that are not null of the rows used. */
  readonly rowWords: number
  /** Sum over all words, null ones included, of the rows used: updates of one row's accumulator. */
  readonly accWrites: number

  /** Toggled bits of `act_q`, the activation word given to all rows (inverted with `negate`), over consecutive words that are not null. */
  readonly actReadBits: number
  /** Sum over rows used: toggled bits between this weight word of the row and the row's previous one (words not null). */
  readonly weightReadBits: number
  /** Sum over rows used: toggled bits between this XNOR vector of the row and the row's previous one (words not null). */
  readonly matchBits: number
  /** Sum over rows used: toggled bits of the row's count (accBits - 1 bits) at its updates. */
  readonly accBits: number

  /** Accumulator file entries read (`load`), one for each row used. */
  readonly accFileReads: number
  /** Sum over those reads: toggled bits between this value and the previous one the same row read. */
  readonly accFileReadBits: number
  /** Accumulator file entries written (`save`), one for each row used. */
  readonly accFileWrites: number
  /** Sum over those writes: bits that differ between the old and the new content of the entry. */
  readonly accFileWriteBits: number

  /** Counts handed to the drain register, one for each row used. */
  readonly drainWrites: number
  /** Sum over those: toggled bits of the row's drain register. */
  readonly drainBits: number
  /** Comparisons with a threshold: for each pixel drained in BIN or MULTI, thresholds × rows used. */
  readonly postCompares: number
  /** Sum over rows used: toggled bits of the row's window code at each pixel's end of comparing. */
  readonly codeBits: number
  /** Operations of post lanes besides comparing: in each step of a pixel, operations present × rows used. */
  readonly laneOperations: number
  /** Of those, multiplications (MULTIPLY, SLOPE, GATE). */
  readonly laneMultiplications: number
  /** Words of the wide bank read, by the post unit and the store engine together. */
  readonly wideReadWords: number
  /** Words of the wide bank written, by the load engine and the post unit together. */
  readonly wideWriteWords: number
  /** Activation words written by the post unit. */
  readonly postWords: number

  /** Activation words written, by the load engine and the post unit together. */
  readonly actWriteWords: number
  /** Sum over those: bits that differ between the old and the new content of the word. */
  readonly actWriteBits: number
  /** Weight words written: one word of one row of one bank each. */
  readonly weightWriteWords: number
  /** Thresholds written: one slot of one row of one bank each. */
  readonly thresholdWriteWords: number
  /** Activation words read by the store engine. */
  readonly storeReadWords: number

  /** Instructions dispatched by the command unit. */
  readonly instructions: number
  /** Beats accepted at the stream input. */
  readonly streamInBeats: number
  /** Toggled bits between consecutive accepted input beats. */
  readonly streamInBits: number
  /** Beats accepted at the stream output. */
  readonly streamOutBeats: number
  /** Toggled bits between consecutive accepted output beats. */
  readonly streamOutBits: number
}

/** Name of one activity count. */
export type ActivityName = keyof Activity

/** An activity record with every count 0, to be counted up by a simulator. */
export function zeroActivity(): { -readonly [Name in ActivityName]: number } {
  // A literal: counting goes several times faster than in an object that is built name by name
  return {
    cycles: 0,
    words: 0,
    nullWords: 0,
    rowWords: 0,
    accWrites: 0,
    actReadBits: 0,
    weightReadBits: 0,
    matchBits: 0,
    accBits: 0,
    accFileReads: 0,
    accFileReadBits: 0,
    accFileWrites: 0,
    accFileWriteBits: 0,
    drainWrites: 0,
    drainBits: 0,
    postCompares: 0,
    codeBits: 0,
    laneOperations: 0,
    laneMultiplications: 0,
    wideReadWords: 0,
    wideWriteWords: 0,
    postWords: 0,
    actWriteWords: 0,
    actWriteBits: 0,
    weightWriteWords: 0,
    thresholdWriteWords: 0,
    storeReadWords: 0,
    instructions: 0,
    streamInBeats: 0,
    streamInBits: 0,
    streamOutBeats: 0,
    streamOutBits: 0,
  }
}

/** Every activity count in a fixed order. */
export const ACTIVITY_NAMES = Object.keys(zeroActivity()) as readonly ActivityName[]
