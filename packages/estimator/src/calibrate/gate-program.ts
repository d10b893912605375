import type { CellLibrary } from '../cells/cell-library.js'
import { verilogExpression } from '../cells/cell-model.js'
import { MACRO_BITS } from '../technology/technology.js'
import type { FlatCell, FlatChip, FlatNet } from './flat-chip.js'

/** One output of a cell as a table over nets; constants are nets behind the last one of the chip. */
export interface TableNode {
  readonly kind: 'table'
  /** Nets of the inputs, the lowest bit of the table's index first. */
  readonly inputs: readonly number[]
  readonly output: number
  readonly table: Uint8Array
}

/** A latch, open while its gate is 1. */
export interface LatchNode {
  readonly kind: 'latch'
  readonly data: number
  readonly gate: number
  readonly output: number
}

/** A flip-flop on the rising edge. */
export interface FlopNode {
  readonly kind: 'flop'
  readonly data: number
  readonly clock: number
  /** Net that forces it while 0, and what to. */
  readonly force: { readonly net: number; readonly value: number } | undefined
  readonly output: number
}

/** A clock gate: takes its enable while the clock is low. */
export interface GateNode {
  readonly kind: 'gate'
  readonly enable: number
  readonly clock: number
  readonly output: number
}

/** An SRAM macro; nets of a bus begin with the lowest bit. */
export interface MacroNode {
  readonly kind: 'macro'
  readonly words: number
  readonly clock: number
  /** 0 when it is asked for something, and when that is a write. */
  readonly select: number
  readonly write: number
  /** One a byte. */
  readonly mask: readonly number[]
  readonly address: readonly number[]
  readonly data: readonly number[]
  readonly output: readonly number[]
}

export type GateProgramNode = TableNode | LatchNode | FlopNode | GateNode | MacroNode

/** What a flat chip does, cell by cell, for the gate simulator. */
export interface GateProgram {
  readonly nodes: readonly GateProgramNode[]
  /** Nets of the chip and behind them those of the constants 0 and 1. */
  readonly nets: number
}

const tables = new Map<string, Uint8Array>()

/** Truth table of a Liberty function over pins; the first pin is the lowest bit of the index. */
function tableOf(expression: string, pins: readonly string[]): Uint8Array {
  const key = `${pins.join()}=${expression}`
  const known = tables.get(key)
  if (known !== undefined) return known
  const text = verilogExpression(expression).replace(/^1'b/, '')
  const evaluate = new Function(...pins, `return (${text}) & 1`) as (...bits: number[]) => number
  const table = Uint8Array.from({ length: 2 ** pins.length }, (_, index) =>
    evaluate(...pins.map((_pin, bit) => (index >> bit) & 1)),
  )
  tables.set(key, table)
  return table
}

/**
 * Translates a flat chip.
 *
 * @throws Error for storage that the chip does not use: falling edges, both clear and preset, functions in front of the data
 */
export function gateProgram(chip: FlatChip, library: CellLibrary): GateProgram {
  const netOf = (net: FlatNet | undefined): number =>
    typeof net === 'number' ? net : chip.nets + (net === '1' ? 1 : 0)
  return {
    nodes: chip.cells.flatMap((cell) => nodesOf(cell, library, (pin) => netOf(cell.pins[pin]))),
    nets: chip.nets + 2,
  }
}

function nodesOf(
  { type, pins }: FlatCell,
  library: CellLibrary,
  net: (pin: string) => number,
): GateProgramNode[] {
  const { clockGate, storage, outputs, inputsFf, macro } = library.cells[type]!
  if (macro !== undefined) return [macroNode(macro.words, net)]
  if (clockGate !== undefined) {
    const { enable, clock, output } = clockGate
    return [{ kind: 'gate', enable: net(enable), clock: net(clock), output: net(output) }]
  }
  const connected = Object.entries(outputs).filter(([pin]) => typeof pins[pin] === 'number')
  if (storage === undefined) {
    return connected.map(([pin, expression]) => {
      const inputs = Object.keys(inputsFf).filter((name) => new RegExp(`\\b${name}\\b`).test(expression))
      const nets = inputs.map(net)
      return { kind: 'table', inputs: nets, output: net(pin), table: tableOf(expression, inputs) }
    })
  }
  const { kind, data, clock, clear, preset } = storage
  const plain = connected.every(([, expression]) => expression.trim() === 'IQ')
  const forced = [clear, preset].filter((text) => text !== undefined)
  const known =
    /^\w+$/.test(data.trim()) && /^\w+$/.test(clock.trim()) && forced.every((text) => /^\W*!/.test(text))
  if (!plain || !known || forced.length > 1) {
    throw new Error(`storage cell ${type} is more than the gate simulator knows`)
  }
  const force = forced.map((text) => ({ net: net(/\w+/.exec(text)![0]), value: Number(text === preset) }))[0]
  return connected.map(([pin]) =>
    kind === 'latch'
      ? { kind, data: net(data.trim()), gate: net(clock.trim()), output: net(pin) }
      : {
          kind: 'flop',
          ...{ data: net(data.trim()), clock: net(clock.trim()), output: net(pin) },
          force,
        },
  )
}

/** Port 0 of a macro; port 1 rests. */
function macroNode(words: number, net: (pin: string) => number): MacroNode {
  const bus = (pin: string, bits: number): number[] =>
    Array.from({ length: bits }, (_, bit) => net(`${pin}[${bit}]`))
  return {
    kind: 'macro',
    words,
    ...{ clock: net('clk0'), select: net('csb0'), write: net('web0') },
    ...{ mask: bus('wmask0', MACRO_BITS / 8), address: bus('addr0', Math.log2(words)) },
    ...{ data: bus('din0', MACRO_BITS), output: bus('dout0', MACRO_BITS) },
  }
}
