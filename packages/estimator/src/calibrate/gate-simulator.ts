import type { CellLibrary } from '../cells/cell-library.js'
import type { NetActivity } from './activity-tcl.js'
import { ClockNetwork } from './clock-network.js'
import type { FlatChip } from './flat-chip.js'
import { type FlopNode, type GateProgramNode, gateProgram } from './gate-program.js'
import { MacroMemory } from './macro-memory.js'
import { readersOf } from './net-readers.js'

/** Times in a cycle at which nets have settled: clock low with new inputs, clock high. */
const PHASES = 2

/**
 * Runs a flat gate netlist without delays and counts how often each net changes. A net counts once a phase at most, as in the waveform of a
 * simulator without delays: glitches do not count. All storage starts as 0.
 */
export class GateSimulator {
  readonly #value: Uint8Array
  readonly #settled: Uint8Array
  readonly #toggles: Uint32Array
  readonly #highPhases: Float64Array
  readonly #since: Float64Array
  readonly #nodes: readonly GateProgramNode[]
  /** Nodes that see a net: those of net n stand from `#first[n]` to `#first[n + 1]`. */
  readonly #first: Uint32Array
  readonly #readers: Uint32Array
  readonly #flops: readonly FlopNode[]
  readonly #macros: readonly MacroMemory[]
  readonly #clocks: ClockNetwork
  /** Values of the clock nets behind the next edge. */
  readonly #edge: Uint8Array
  readonly #clock: number
  readonly #ports: ReadonlyMap<string, readonly number[]>
  #queue: number[] = []
  readonly #queued: Uint8Array
  #touched: number[] = []
  #phase = 0
  #start = 0

  constructor(
    readonly chip: FlatChip,
    library: CellLibrary,
  ) {
    const { nodes, nets } = gateProgram(chip, library)
    this.#nodes = nodes
    this.#value = new Uint8Array(nets)
    this.#value[chip.nets + 1] = 1
    this.#settled = this.#value.slice()
    this.#toggles = new Uint32Array(nets)
    this.#highPhases = new Float64Array(nets)
    this.#since = new Float64Array(nets)
    this.#flops = nodes.filter((node) => node.kind === 'flop')
    const macros = nodes.filter((node) => node.kind === 'macro')
    this.#macros = macros.map((node) => new MacroMemory(node))
    const netOf = (net: number | '0' | '1'): number =>
      typeof net === 'number' ? net : chip.nets + Number(net)
    this.#ports = new Map(chip.ports.map(({ name, nets: bits }) => [name, bits.map(netOf)]))
    this.#clock = this.#ports.get('clk_i')![0]!
    this.#clocks = new ClockNetwork(nodes, this.#clock)
    this.#edge = new Uint8Array(nets)
    if ([...this.#flops, ...macros].some(({ clock }) => !this.#clocks.has(clock))) {
      throw new Error(
        'a flip-flop or macro hangs on a clock that is not made of the clock of the chip by gates and buffers',
      )
    }
    ;[this.#first, this.#readers] = readersOf(nodes, nets)
    this.#queued = new Uint8Array(nodes.length)
    for (let node = 0; node < nodes.length; node++) this.#enqueue(node)
    this.#settle()
  }

  /** First half of a cycle: the clock falls and the inputs change; what `read` then gives are the outputs of the cycle. */
  fall(inputs: Readonly<Record<string, number>>): void {
    this.#clockEdge(0)
    for (const [port, word] of Object.entries(inputs)) {
      const nets = this.#ports.get(port)!
      for (let bit = 0; bit < nets.length; bit++) this.#set(nets[bit]!, (word >>> bit) & 1)
    }
    this.#settle()
    this.#count()
  }

  /** Second half of a cycle: the clock rises. */
  rise(): void {
    this.#clockEdge(1)
    this.#count()
  }

  /** Value of a port of up to 32 bits, from bit `low` on. */
  read(port: string, low = 0): number {
    const nets = this.#ports.get(port)!.slice(low, low + 32)
    return nets.reduce((word, net, bit) => (word | (this.#value[net]! << bit)) >>> 0, 0)
  }

  /** Forgets what was counted so far. */
  restart(): void {
    this.#toggles.fill(0)
    this.#highPhases.fill(0)
    this.#since.fill(this.#phase)
    this.#start = this.#phase
  }

  /** What was counted since the start. */
  get activity(): NetActivity {
    const phases = this.#phase - this.#start
    const high = Float64Array.from(this.#highPhases.subarray(0, this.chip.nets), (counted, net) => {
      const open = this.#settled[net] === 1 ? this.#phase - this.#since[net]! : 0
      return phases === 0 ? 0 : (counted + open) / phases
    })
    return { cycles: phases / PHASES, toggles: this.#toggles.slice(0, this.chip.nets), high }
  }

  #set(net: number, value: number): void {
    if (this.#value[net] === value) return
    this.#value[net] = value
    this.#touched.push(net)
    for (let i = this.#first[net]!; i < this.#first[net + 1]!; i++) this.#enqueue(this.#readers[i]!)
  }

  #enqueue(node: number): void {
    if (this.#queued[node] === 1) return
    this.#queued[node] = 1
    this.#queue.push(node)
  }

  /** The clock goes to a level: flip-flops and macros that see a rising edge sample, then they, macros that see it fall, and all clocks change. */
  #clockEdge(level: 0 | 1): void {
    const value = this.#value
    const next = this.#edge
    this.#clocks.edge(level, value, next)
    const changing = this.#flops.filter(
      ({ data, clock, force, output }) =>
        next[clock] === 1 &&
        value[clock] === 0 &&
        value[data] !== value[output] &&
        (force === undefined || value[force.net] === 1),
    )
    const read = this.#macros.flatMap((macro) => {
      const { clock, output } = macro.node
      if (next[clock] === value[clock]) return []
      if (next[clock] === 1) macro.take(value)
      const word = next[clock] === 0 ? macro.give() : undefined
      return word === undefined ? [] : output.map((net, bit) => [net, (word >>> bit) & 1] as const)
    })
    for (const [net, bit] of read) this.#set(net, bit)
    for (const { output } of changing) this.#set(output, value[output]! ^ 1)
    for (const net of this.#clocks.nets) this.#set(net, next[net]!)
    this.#settle()
  }

  #settle(): void {
    const value = this.#value
    while (this.#queue.length > 0) {
      const wave = this.#queue
      this.#queue = []
      for (const index of wave) this.#queued[index] = 0
      for (const index of wave) {
        const node = this.#nodes[index]!
        if (node.kind === 'table') {
          let row = 0
          for (let bit = 0; bit < node.inputs.length; bit++) row |= value[node.inputs[bit]!]! << bit
          this.#set(node.output, node.table[row]!)
        } else if (node.kind === 'latch') {
          if (value[node.gate] === 1) this.#set(node.output, value[node.data]!)
        } else if (node.kind === 'flop') {
          const { force } = node
          if (force !== undefined && value[force.net] === 0) this.#set(node.output, force.value)
        }
      }
    }
  }

  /** A phase has ended: nets that differ from the phase before have changed. */
  #count(): void {
    for (const net of this.#touched) {
      if (this.#value[net] === this.#settled[net]) continue
      this.#toggles[net]!++
      if (this.#settled[net] === 1) this.#highPhases[net]! += this.#phase - this.#since[net]!
      this.#since[net] = this.#phase
      this.#settled[net] = this.#value[net]!
    }
    this.#touched = []
    this.#phase++
  }
}
