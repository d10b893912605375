/** A port of the netlist. */
export interface NetlistPort {
  readonly name: string
  readonly direction: 'input' | 'output'
  readonly width: number
  /** Whether it was declared with a range. */
  readonly isVector: boolean
}

/** One output of a gate. */
export interface Gate {
  readonly type: string
  /** Liberty function of the output, over the pins below. */
  readonly function: string
  readonly inputs: readonly string[]
  /** Nets of the inputs; `0` and `1` are the constants. */
  readonly nets: readonly string[]
  readonly output: string
}

/** A flip-flop on the rising edge, or a latch that is open while its gated clock is high. */
export interface Storage {
  readonly kind: 'ff' | 'latch'
  readonly data: string
  /** Enables of all clock gates between the chip's clock and it. */
  readonly enables: readonly string[]
  /** Net that forces it while it is 0, and what to. */
  readonly force: { readonly net: string; readonly value: 0 | 1 } | undefined
  readonly output: string
}

/** An SRAM macro on the rising edge of a gated clock; lists of nets begin with the lowest bit. */
export interface Macro {
  readonly words: number
  /** Enables of all clock gates between the chip's clock and it. */
  readonly enables: readonly string[]
  /** Nets that are 0 when it is asked for something, and when that is a write. */
  readonly select: string
  readonly write: string
  /** Bytes that a write changes. */
  readonly mask: readonly string[]
  readonly address: readonly string[]
  readonly data: readonly string[]
  readonly outputs: readonly string[]
}

/** A flat netlist, cell by cell. Buffers are gone: what they drive is called as what drives them. */
export interface Cells {
  readonly ports: readonly NetlistPort[]
  readonly gates: readonly Gate[]
  readonly storages: readonly Storage[]
  readonly macros: readonly Macro[]
  /** What each port, or bit of a port, that the netlist drives is. */
  readonly driven: ReadonlyMap<string, string>
  /** Root of a net: the same net, or that at the other end of buffers. */
  readonly rootOf: (net: string) => string
  /** Names of all nets that the RTL has names for. */
  readonly named: readonly string[]
}

/** Clock of the chip. */
export const CLOCK = 'clk_i'
