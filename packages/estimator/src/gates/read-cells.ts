import { ConcordError } from '@concord/arch'
import type { FlatChip, FlatNet } from '../calibrate/flat-chip.js'
import type { CellLibrary } from '../cells/cell-library.js'
import { verilogExpression } from '../cells/cell-model.js'

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

/** A flat netlist, cell by cell. Buffers are gone: what they drive is called as what drives them. */
export interface Cells {
  readonly ports: readonly NetlistPort[]
  readonly gates: readonly Gate[]
  readonly storages: readonly Storage[]
  /** What each port, or bit of a port, that the netlist drives is. */
  readonly driven: ReadonlyMap<string, string>
  /** Root of a net: the same net, or that at the other end of buffers. */
  readonly rootOf: (net: string) => string
  /** Names of all nets that the RTL has names for. */
  readonly named: readonly string[]
}

interface Instance {
  readonly type: string
  readonly pins: ReadonlyMap<string, string>
}

/** Clock of the chip. */
export const CLOCK = 'clk_i'

/**
 * Reads Verilog of one module, one cell a line, as Concord writes it.
 *
 * @throws ClockNetError when a clock is not made of the chip's by clock gates and buffers alone
 */
export function readCells(netlist: string, library: CellLibrary): Cells {
  const ports: NetlistPort[] = []
  const named: string[] = []
  const instances: Instance[] = []
  const aliases = new Map<string, string>()
  for (const line of netlist.split('\n')) {
    const port = /^ {2}(input|output) (?:\[(\d+):0\] )?(\w+),?$/.exec(line)
    const wire = /^ {2}wire (.*);$/.exec(line)
    const assign = /^ {2}assign (.*) = (.*);$/.exec(line)
    if (port !== null) {
      const [, direction, high, name] = port as unknown as [
        string,
        NetlistPort['direction'],
        string?,
        string?,
      ]
      ports.push({ direction, name: name!, width: Number(high ?? 0) + 1, isVector: high !== undefined })
    } else if (wire !== null) {
      if (!/^n\d+$/.test(wire[1]!)) named.push(netOf(wire[1]!))
    } else if (assign !== null) aliases.set(netOf(assign[1]!), netOf(assign[2]!))
    else instances.push(...readInstance(line, library))
  }
  return cellsOf(ports, instances, named, aliases, library)
}

/** Takes a chip without hierarchy; storage is called by its place and the signal it drives. */
export function cellsOfChip(chip: FlatChip, library: CellLibrary): Cells {
  const names = new Map<FlatNet, string>()
  const aliases = new Map<string, string>()
  const named: string[] = []
  for (const { name, direction, nets } of chip.ports) {
    if (direction === 'input')
      nets.forEach((net, bit) => void names.set(net, portBit(name, nets.length, bit)))
  }
  for (const { place, signal, pins } of chip.cells) {
    if (signal === undefined) continue
    const output = Object.entries(pins).find(([pin]) => /^Q/.test(pin))?.[1]
    const name = [...chip.places[place]!, signal].join('.')
    if (output === undefined || names.has(output)) continue
    names.set(output, name)
    named.push(name)
  }
  const netName = (net: FlatNet): string => names.get(net) ?? (typeof net === 'number' ? `n${net}` : net)
  const ports = chip.ports.map(({ name, direction, nets }): NetlistPort => {
    nets.forEach((net, bit) => {
      const own = portBit(name, nets.length, bit)
      if (direction === 'output' && netName(net) !== own) aliases.set(own, netName(net))
    })
    return {
      name,
      direction: direction as NetlistPort['direction'],
      width: nets.length,
      isVector: nets.length > 1,
    }
  })
  const instances = chip.cells.map(({ type, pins }) => ({
    type,
    pins: new Map(Object.entries(pins).map(([pin, net]) => [pin, netName(net)])),
  }))
  return cellsOf(ports, instances, named, aliases, library)
}

function portBit(name: string, width: number, bit: number): string {
  return width > 1 ? `${name}[${bit}]` : name
}

function cellsOf(
  ports: readonly NetlistPort[],
  instances: readonly Instance[],
  named: readonly string[],
  aliases: Map<string, string>,
  library: CellLibrary,
): Cells {
  for (const { type, pins } of instances) {
    const input = bufferInput(library, type)
    if (input === undefined) continue
    const [output] = Object.keys(library.cells[type]!.outputs)
    aliases.set(pins.get(output!)!, pins.get(input)!)
  }
  const rootOf = (net: string): string => {
    const source = aliases.get(net)
    return source === undefined ? net : rootOf(source)
  }
  const driven = new Map<string, string>()
  for (const { name, direction, width, isVector } of ports) {
    if (direction === 'input') continue
    for (let bit = 0; bit < width; bit++) {
      const net = isVector ? `${name}[${bit}]` : name
      driven.set(net, rootOf(net))
    }
  }
  return { ports, named, driven, rootOf, ...gatesOf(instances, library, rootOf) }
}

function gatesOf(
  instances: readonly Instance[],
  library: CellLibrary,
  rootOf: (net: string) => string,
): Pick<Cells, 'gates' | 'storages'> {
  const clockGates = new Map<string, { enable: string; clock: string }>()
  for (const { type, pins } of instances) {
    const { clockGate } = library.cells[type]!
    if (clockGate === undefined) continue
    const { output, enable, clock } = clockGate
    clockGates.set(pins.get(output)!, {
      enable: rootOf(pins.get(enable)!),
      clock: rootOf(pins.get(clock)!),
    })
  }
  const enablesOf = (clock: string): string[] => {
    if (clock === CLOCK) return []
    const gate = clockGates.get(clock)
    if (gate === undefined) throw new ClockNetError(clock)
    return [...enablesOf(gate.clock), gate.enable]
  }
  const gates: Gate[] = []
  const storages: Storage[] = []
  for (const { type, pins } of instances) {
    const { storage, outputs, clockGate, inputsFf } = library.cells[type]!
    if (clockGate !== undefined || bufferInput(library, type) !== undefined) continue
    const net = (pin: string): string => rootOf(pins.get(pin)!)
    for (const [pin, value] of Object.entries(outputs)) {
      const output = pins.get(pin)
      if (!output) continue
      if (storage === undefined) {
        const inputs = Object.keys(inputsFf).filter((name) => new RegExp(`\\b${name}\\b`).test(value))
        gates.push({ type: `${type}/${pin}`, function: value, inputs, nets: inputs.map(net), output })
        continue
      }
      const { kind, clear, preset } = storage
      const forced = clear ?? preset
      const force = forced && { net: net(onePin(forced, true)), value: clear === undefined ? 1 : 0 }
      if (value.trim() !== 'IQ' || (kind === 'latch' && forced) || (clear && preset))
        throw new ClockNetError(output)
      storages.push({
        ...{ kind, output, data: net(onePin(storage.data, false)) },
        enables: enablesOf(net(onePin(storage.clock, false))),
        force: force as Storage['force'],
      })
    }
  }
  return { gates, storages }
}

function readInstance(line: string, library: CellLibrary): Instance[] {
  const match = /^ {2}(\w+) (?:\\\S+ |\w+) \((.*)\);$/.exec(line)
  if (match === null || !(match[1]! in library.cells)) return []
  const pins = [...match[2]!.matchAll(/\.(\w+)\(([^()]*)\)/g)].map(
    ([, pin, net]) => [pin!, net === '' ? '' : netOf(net!)] as const,
  )
  return [{ type: match[1]!, pins: new Map(pins) }]
}

/** A net without Verilog's escapes; constants are `0` and `1`. */
function netOf(text: string): string {
  return text
    .replace(/^\\| $/g, '')
    .replace(/^1'b[0x]$/, '0')
    .replace(/^1'b1$/, '1')
}

/** Input pin of a buffer; undefined for other cells. */
function bufferInput(library: CellLibrary, type: string): string | undefined {
  const { outputs, inputsFf, storage, clockGate } = library.cells[type]!
  const [input, ...others] = Object.keys(inputsFf)
  const [value, ...more] = Object.values(outputs)
  if (storage || clockGate || value === undefined || more.length > 0 || others.length > 0) return undefined
  return verilogExpression(value).replace(/[\s()]/g, '') === input ? input : undefined
}

/** The pin of a Liberty expression of one pin, or of its complement. */
function onePin(expression: string, isInverse: boolean): string {
  const match = /^[\s(]*(!?)[\s(]*(\w+)[\s)]*$/.exec(expression)
  if (match === null || (match[1] === '!') !== isInverse) throw new ClockNetError(expression)
  return match[2]!
}

/** A netlist has a clock, a reset or storage that a levelised model cannot have. */
export class ClockNetError extends ConcordError {
  override readonly name = 'ClockNetError'

  constructor(net: string) {
    super({
      what: 'The netlist cannot be simulated with one clock',
      where: net,
      why: 'it is neither the clock of the chip, nor that of a clock gate, nor a reset that is active low',
      fix: 'report the configuration: synthesis has made a clock that the RTL does not describe',
    })
  }
}
