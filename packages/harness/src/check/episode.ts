/** How often one side of a stream is willing. */
export type Pressure =
  /** Beat k not before cycle k * interval; or ready this many cycles after the beat before. 1: always. */
  | { readonly interval: number }
  /** Willing in the cycles where the pattern, repeated, says so; at least one entry is true. */
  | { readonly pattern: readonly boolean[] }

/** One access of a Wishbone master. */
export interface BusAccess {
  /** Idle cycles before it. */
  readonly gap: number
  readonly address: number
  /** Undefined: read. */
  readonly data?: number
  /** Byte selects of a write. */
  readonly select: number
  /** Cycles for which the strobe stays up after the acknowledge. */
  readonly linger: number
}

/** One program on one chip, with everything that happens around it until the next reset. */
export interface Episode {
  readonly bytes: Uint8Array
  /** Number of the beat with the last flag; -1: none. */
  readonly lastBeat: number
  /** The program must end without error. */
  readonly legal: boolean
  /** Through the stream ports, or through the window of the Wishbone. */
  readonly port: 'stream' | 'window'
  /** Writes into the window without asking whether there is room. */
  readonly reckless: boolean
  readonly source: Pressure
  readonly sink: Pressure
  readonly bus: readonly BusAccess[]
  /** Cycles after which the program is left alone and reset. */
  readonly cycleLimit: number
  /** What starts the next episode. */
  readonly reset: 'soft' | 'hard'
}

/** Consecutive episodes on one chip, and what its memories held before. */
export interface Scenario {
  /** 0: memories start with zeros; else the seed of their random content. */
  readonly memorySeed: number
  readonly episodes: readonly Episode[]
}
