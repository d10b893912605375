import { ConcordError } from '@concord/arch'
import type { CellLibrary } from './cell-library.js'
import { verilogExpression } from './cell-model.js'

/** A cell of the netlist: its kind and its nets by pin. */
interface Instance {
  readonly type: string
  readonly pins: ReadonlyMap<string, string>
}

interface ClockGate {
  readonly enable: string
  readonly clock: string
}

/** Clock of the chip. */
const CLOCK = 'clk_i'

/**
 * What a flat gate netlist does, as Verilog without instances and with one clock, for simulators: logic as expressions of nets, which keep
 * their names; a flip-flop behind a clock gate as one that takes its data when the gate would open; a latch behind a gate as open from just
 * behind the rising edge, when all flip-flops have sampled, to the falling one. With an instance a cell and a clock a gate, Verilator takes many
 * times as long to compile the netlist, and to run it.
 *
 * @param netlist - Verilog of one module, one cell a line, as Concord writes it
 * @throws ClockNetError when a clock is not made of the chip's by clock gates alone
 */
export function oneClockModel(netlist: string, library: CellLibrary): string {
  const lines = netlist.split('\n')
  const cells = lines.flatMap((line) => readInstance(line, library))
  const gates = new Map<string, ClockGate>()
  const buffers = new Map<string, string>()
  for (const { type, pins } of cells) {
    const { clockGate, outputs, inputsFf } = library.cells[type]!
    const [input, ...others] = Object.keys(inputsFf)
    if (clockGate !== undefined) {
      const { output, enable, clock } = clockGate
      gates.set(pins.get(output)!, { enable: pins.get(enable)!, clock: pins.get(clock)! })
    } else if (others.length === 0 && Object.values(outputs).length === 1) {
      const [[output, value]] = Object.entries(outputs) as [[string, string]]
      if (verilogExpression(value).replace(/[\s()]/g, '') === input)
        buffers.set(pins.get(output)!, pins.get(input)!)
    }
  }
  const model = new Model(library, gates, buffers)
  for (const cell of cells) model.add(cell)
  const kept = lines.filter((line) => readInstance(line, library).length === 0)
  const end = kept.lastIndexOf('endmodule')
  return [...kept.slice(0, end), ...model.lines(), ...kept.slice(end)].join('\n')
}

function readInstance(line: string, library: CellLibrary): Instance[] {
  const match = /^ {2}(\w+) (?:\\\S+ |\w+) \((.*)\);$/.exec(line)
  if (match === null || !(match[1]! in library.cells)) return []
  const pins = [...match[2]!.matchAll(/\.(\w+)\(([^()]*)\)/g)].map(([, pin, net]) => [pin!, net!] as const)
  return [{ type: match[1]!, pins: new Map(pins) }]
}

/** Collects statements; those with the same condition stand together. */
class Model {
  readonly #logic: string[] = []
  readonly #flops = new Map<string, Map<string, string[]>>()
  readonly #latches = new Map<string, string[]>()
  #storages = 0

  constructor(
    readonly library: CellLibrary,
    readonly gates: ReadonlyMap<string, ClockGate>,
    /** Input by output. */
    readonly buffers: ReadonlyMap<string, string>,
  ) {}

  add({ type, pins }: Instance): void {
    const { storage, outputs, clockGate } = this.library.cells[type]!
    const known = new Map(pins)
    if (clockGate !== undefined) return
    if (storage !== undefined) {
      const state = `state_${this.#storages++}`
      known.set('IQ', state).set('IQ_N', `(~${state})`)
      const now = (text: string): string => expression(text, known)
      const { kind, data, clock, clear, preset } = storage
      if (kind === 'latch') {
        group(this.#latches, expression(clock, known)).push(`${state} = ${now(data)};`)
      } else {
        const forced = clear ?? preset
        const value = clear === undefined ? "1'b1" : "1'b0"
        // Without the tree of buffers in front of it, so that one reset is one
        const byReset = nested(
          this.#flops,
          forced === undefined ? '' : edge(forced, (pin) => this.#rootOf(known.get(pin)!)),
        )
        const when = this.#enablesOf(now(clock)).join(' & ')
        group(byReset, when).push(`${state} <= ${now(data)};`)
        if (forced !== undefined) group(byReset, FORCED).push(`${state} <= ${value};`)
      }
    }
    for (const [pin, value] of Object.entries(outputs)) {
      const net = pins.get(pin)
      if (net) this.#logic.push(`  assign ${net} = ${expression(value, known)};`)
    }
  }

  lines(): string[] {
    const open = new Map([...this.#latches.keys()].map((gate, i) => [gate, `open_${i}`]))
    const gated = [...open].map(
      ([gate, name]) => `    ${name} <= ${[CLOCK, ...this.#enablesOf(gate)].join(' & ')};`,
    )
    return [
      ...Array.from({ length: this.#storages }, (_, i) => `  reg state_${i};`),
      ...[...open.values()].map((name) => `  reg ${name};`),
      ...this.#logic,
      `  always @(posedge ${CLOCK} or negedge ${CLOCK}) begin`,
      ...gated,
      '  end',
      ...[...this.#flops].flatMap(([reset, byEnable]) => flopLines(reset, byEnable)),
      ...[...this.#latches].flatMap(([gate, statements]) => [
        // Memories start as zeros, as in every model of the chip
        `  initial begin ${open.get(gate)} = 1'b0; ${statements.map((text) => `${/^\w+/.exec(text)![0]} = 1'b0;`).join(' ')} end`,
        `  always @* if (${open.get(gate)}) begin ${statements.join(' ')} end`,
      ]),
    ]
  }

  #rootOf(net: string): string {
    const source = this.buffers.get(net)
    return source === undefined ? net : this.#rootOf(source)
  }

  /** Enables of the clock gates between the chip's clock and a net. */
  #enablesOf(net: string): string[] {
    const clock = net
      .trim()
      .replace(/^\((.*)\)$/, '$1')
      .trim()
    if (clock === CLOCK) return []
    const gate = this.gates.get(clock) ?? this.gates.get(`${clock} `)
    if (gate === undefined) throw new ClockNetError(clock)
    return [...this.#enablesOf(gate.clock), gate.enable]
  }
}

/** Key of what a reset does. */
const FORCED = 'forced'

function flopLines(reset: string, byEnable: ReadonlyMap<string, readonly string[]>): string[] {
  const bodies = [...byEnable].filter(([when]) => when !== FORCED)
  const taken = bodies.map(([when, statements]) =>
    when === '' ? `    ${statements.join(' ')}` : `    if (${when}) begin ${statements.join(' ')} end`,
  )
  if (reset === '') return [`  always @(posedge ${CLOCK}) begin`, ...taken, '  end']
  const [, level, net] = /^(pos|neg)edge (.*)$/.exec(reset)!
  return [
    `  always @(posedge ${CLOCK} or ${reset}) if (${level === 'neg' ? '!' : ''}${net}) begin`,
    `    ${byEnable.get(FORCED)!.join(' ')}`,
    '  end else begin',
    ...taken,
    '  end',
  ]
}

/** The edge with which a Liberty expression of one pin, such as `!RESET_B`, becomes true. */
function edge(active: string, netOf: (pin: string) => string): string {
  const match = /^[\s(]*(!?)[\s(]*(\w+)[\s)]*$/.exec(active)
  if (match === null) throw new ClockNetError(active)
  return `${match[1] === '!' ? 'negedge' : 'posedge'} ${netOf(match[2]!)}`
}

/** A Liberty function with the nets of a cell in place of its pins. */
function expression(liberty: string, nets: ReadonlyMap<string, string>): string {
  const text = verilogExpression(liberty)
  return text.startsWith("1'b") ? text : `(${text.replace(/[A-Za-z_]\w*/g, (pin) => nets.get(pin) ?? pin)})`
}

function group(groups: Map<string, string[]>, key: string): string[] {
  const found = groups.get(key) ?? []
  groups.set(key, found)
  return found
}

function nested(groups: Map<string, Map<string, string[]>>, key: string): Map<string, string[]> {
  const found = groups.get(key) ?? new Map<string, string[]>()
  groups.set(key, found)
  return found
}

/** A netlist has a clock, or a reset, that the model with one clock cannot have. */
export class ClockNetError extends ConcordError {
  override readonly name = 'ClockNetError'

  constructor(net: string) {
    super({
      what: 'The netlist cannot be simulated with one clock',
      where: net,
      why: 'it is neither the clock of the chip, nor that of a clock gate, nor a reset',
      fix: 'report the configuration: synthesis has made a clock that the RTL does not describe',
    })
  }
}
