/** Value of a signal: a flag, an unsigned or signed number of at most 32 bits, or packed bits (32 a part). */
export type SignalValue = boolean | number | Uint32Array

/** One signal of a waveform. */
export interface Signal {
  readonly name: string
  /** Bits. */
  readonly width: number
  /** Its value now; an array may be the same object every time. */
  readonly read: () => SignalValue
}

/** One instance of the hierarchy. */
export interface Scope {
  readonly name: string
  readonly signals: readonly Signal[]
  readonly scopes: readonly Scope[]
}

export function signal(name: string, width: number, read: () => SignalValue): Signal {
  return { name, width, read }
}

/** A signal of one bit. */
export function flag(name: string, read: () => boolean): Signal {
  return { name, width: 1, read }
}
