/** Cycles of a RUN besides its words, the popcount's registers and D of the last pixel (docs/architecture.md §6). */
export const RUN_CYCLES = {
  /** From the execution to the first word: checks, sequencer, tap range (two), walker. */
  start: 5,
  /** From the last word to its sum. */
  drain: 2,
  /** From the end of D to the end of the post unit's stages; not with `save`. */
  post: 2,
} as const
