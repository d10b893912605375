/**
 * What a prepared timeline visits: for each instruction its dispatch by the command unit and, for those of the compute and
 * store engines, its execution; in an order in which every event follows the ones it waits for.
 */
export const EventKind = {
  /** Dispatch that nothing but the stream can hold back. */
  dispatch: 0,
  /** Dispatch into a queue that `waitsFor`'s execution must make room in. */
  dispatchQueued: 1,
  /** Dispatch of the load engine's TAKE, after the GIVE `waitsFor`. */
  dispatchTake: 2,
  /** Dispatch of a LOAD_*, followed by `amount` beats of payload. */
  dispatchLoad: 3,
  /** Dispatch of END. */
  dispatchEnd: 4,
  /** SET and GIVE: one cycle. */
  compute: 5,
  computeTake: 6,
  /** RUN of `amount` cycles. */
  computeRun: 7,
  store: 8,
  storeTake: 9,
  /** STORE of `amount` beats. */
  storeBeats: 10,
} as const

/** No event to wait for. */
export const NoEvent = -1

/** An event while the timeline is prepared. */
export interface TimelineEvent {
  readonly kind: number
  /** Number of the instruction in the stream. */
  readonly instruction: number
  /** Event that must lie in an earlier cycle: of a full queue the execution, of a TAKE the GIVE. */
  readonly waitsFor: number
  /** For an execution: the dispatch. */
  readonly dispatch: number
  readonly amount: number
}
