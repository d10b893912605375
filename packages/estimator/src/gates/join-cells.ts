import { ConcordError } from '@concord/arch'
import type { CellLibrary } from '../cells/cell-library.js'
import { verilogExpression } from '../cells/cell-model.js'
import { MACRO_BITS } from '../technology/technology.js'
import { type Cells, CLOCK, type Gate, type Macro, type NetlistPort, type Storage } from './cells.js'

/** A cell of a netlist; bits of a bus are pins of their own, `addr0[3]`. */
export interface Instance {
  readonly type: string
  readonly pins: ReadonlyMap<string, string>
}

/**
 * Makes cells of instances: clock gates become enables, buffers go.
 *
 * @param aliases - nets that are called as another one; those of buffers are added
 * @throws ClockNetError when a clock is not made of the chip's by clock gates and buffers alone
 */
export function joinCells(
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
): Pick<Cells, 'gates' | 'storages' | 'macros'> {
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
  const macros: Macro[] = []
  for (const { type, pins } of instances) {
    const { storage, outputs, clockGate, inputsFf, macro } = library.cells[type]!
    if (clockGate !== undefined || bufferInput(library, type) !== undefined) continue
    const net = (pin: string): string => rootOf(pins.get(pin)!)
    if (macro !== undefined) {
      macros.push(macroOf(macro.words, (pin) => pins.get(pin)!, net, enablesOf(net(macro.clock))))
      continue
    }
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
  return { gates, storages, macros }
}

/** Port 0 of a macro; port 1 rests. */
function macroOf(
  words: number,
  pin: (name: string) => string,
  net: (name: string) => string,
  enables: readonly string[],
): Macro {
  const bus = (name: string, bits: number): string[] =>
    Array.from({ length: bits }, (_, bit) => net(`${name}[${bit}]`))
  return {
    ...{ words, enables, select: net('csb0'), write: net('web0') },
    mask: bus('wmask0', MACRO_BITS / 8),
    address: bus('addr0', Math.log2(words)),
    data: bus('din0', MACRO_BITS),
    outputs: Array.from({ length: MACRO_BITS }, (_, bit) => pin(`dout0[${bit}]`)),
  }
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
