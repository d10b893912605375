import type { Cells, Macro, Storage } from './cells.js'
import { compactFunction } from './compact-function.js'
import { type GateVector, gateVectors } from './gate-vectors.js'
import { levelise } from './levelise.js'
import type { MacroVector } from './macro-statements.js'
import { type StorageVector, storageVectors } from './storage-vectors.js'
import { type Bit, bitText, concatenation, sliceText, type Vector } from './vector.js'

/** Something that the model does when nets settle, in this order. */
export interface Statement {
  readonly text: string
  /** Roots of the nets that it reads, and the nets that it decides. */
  readonly reads: readonly string[]
  readonly decides: readonly string[]
  /** Whether it changes storage: a latch that is open, a reset. */
  readonly stores: boolean
}

/** Flip-flops of one clock and one reset. */
export interface FlopVector extends StorageVector {
  readonly vector: Vector
}

/** What the model of a netlist consists of. */
export interface ModelParts {
  readonly vectors: readonly Vector[]
  /** Vectors of latches, which start as zeros. */
  readonly latches: readonly Vector[]
  readonly flops: readonly FlopVector[]
  readonly macros: readonly MacroVector[]
  /** Enables of each gated clock of latches: bit i of `open` is that of the i-th. */
  readonly openings: readonly (readonly string[])[]
  readonly statements: readonly Statement[]
  readonly bitOf: (net: string) => Bit
}

/** Sorts a netlist into statements, neighbouring bits together. */
export function modelParts({ ports, gates, storages, macros }: Cells): ModelParts {
  const parts = new Parts()
  for (const { name, direction, width, isVector } of ports) {
    if (direction === 'input') parts.input(name, width, isVector)
  }
  const { flop, latch } = byKind(storages)
  const stored = [...storageVectors(flop), ...storageVectors(latch)]
  for (const storage of stored) parts.declare(storage.outputs, storage.kind === 'ff' ? 'q' : 'w')
  for (const macro of macros) parts.addMacro(macro)
  parts.addFlops(stored.filter(({ kind }) => kind === 'ff'))
  for (const level of levelise(gates, stored)) {
    for (const reset of level.resets) parts.addReset(reset)
    for (const opened of level.latches) parts.addLatch(opened)
    for (const vector of gateVectors(level.gates, (net) => parts.bitOf(net))) parts.addGates(vector)
  }
  return parts
}

function byKind(storages: readonly Storage[]): { flop: Storage[]; latch: Storage[] } {
  return {
    flop: storages.filter(({ kind }) => kind === 'ff'),
    latch: storages.filter(({ kind }) => kind === 'latch'),
  }
}

class Parts implements ModelParts {
  readonly vectors: Vector[] = []
  readonly latches: Vector[] = []
  readonly flops: FlopVector[] = []
  readonly macros: MacroVector[] = []
  readonly openings: (readonly string[])[] = []
  readonly statements: Statement[] = []
  readonly #bits = new Map<string, Bit>([
    ['0', '0'],
    ['1', '1'],
  ])
  readonly #openingOf = new Map<string, number>()

  readonly bitOf = (net: string): Bit => this.#bits.get(net)!

  input(name: string, width: number, isVector: boolean): void {
    const vector = { name, width }
    for (let at = 0; at < width; at++) this.#bits.set(isVector ? `${name}[${at}]` : name, { vector, at })
  }

  declare(nets: readonly string[], letter: string): Vector {
    const vector = { name: `${letter}${this.vectors.length}`, width: nets.length }
    this.vectors.push(vector)
    nets.forEach((net, at) => void this.#bits.set(net, { vector, at }))
    if (letter === 'w') this.latches.push(vector)
    return vector
  }

  /** Its outputs change with the edge only, so no statement decides them. */
  addMacro(macro: Macro): void {
    this.macros.push({ macro, vector: this.declare(macro.outputs, 'm') })
  }

  addFlops(storages: readonly StorageVector[]): void {
    for (const storage of storages) this.flops.push({ ...storage, vector: this.#vectorOf(storage) })
  }

  addReset(storage: StorageVector): void {
    const { force, outputs } = storage
    if (force === undefined) return
    const { name, width } = this.#vectorOf(storage)
    const value = force.value === 1 ? `~${width}'d0` : `${width}'d0`
    this.statements.push({
      text: `if (!${bitText(this.bitOf(force.net))}) ${name} = ${value};`,
      ...{ reads: [force.net], decides: outputs, stores: true },
    })
  }

  addLatch(storage: StorageVector): void {
    const { data, outputs, enables } = storage
    const key = enables.join(' ')
    const opening = this.#openingOf.get(key) ?? this.openings.push(enables) - 1
    this.#openingOf.set(key, opening)
    this.statements.push({
      text: `if (open[${opening}]) ${this.#vectorOf(storage).name} = ${concatenation(data.map(this.bitOf))};`,
      ...{ reads: data, decides: outputs, stores: true },
    })
  }

  addGates({ gates, moving }: GateVector): void {
    const { inputs, nets, function: liberty } = gates[0]!
    const width = gates.length
    const operands = nets.map((net, i) => {
      const bit = this.bitOf(net)
      if (moving[i] && typeof bit !== 'string') return sliceText(bit.vector, bit.at, width)
      return width === 1 ? bitText(bit) : `{${width}{${bitText(bit)}}}`
    })
    const text = compactFunction(liberty, inputs).replace(/[A-Za-z]\w*/g, (pin) => {
      const input = inputs.indexOf(pin)
      return input < 0 ? pin : operands[input]!
    })
    const { name } = this.declare(
      gates.map(({ output }) => output),
      'n',
    )
    this.statements.push({
      text: `${name} = ${text};`,
      ...{
        reads: gates.flatMap((gate) => gate.nets),
        decides: gates.map(({ output }) => output),
        stores: false,
      },
    })
  }

  #vectorOf({ outputs }: StorageVector): Vector {
    return (this.bitOf(outputs[0]!) as Exclude<Bit, string>).vector
  }
}
