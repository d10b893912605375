import type { CellLibrary, LibraryCell } from './cell-library.js'

/**
 * Functional Verilog models of cells, without delays and without user-defined primitives: what simulators and provers need
 * of a netlist. Flip-flops are undefined until written.
 *
 * @param names - cells wanted; each must be in the library
 * @param purpose - `proof`: latches as plain as can be. `simulation`: latches hold 0 before they are written, as memories do in every
 *   model of the chip, and open after the flip-flops of the same edge have sampled, as they do in silicon; without delays a
 *   simulator may otherwise let a flip-flop see through a latch that has just opened
 */
export function cellModels(
  library: CellLibrary,
  names: Iterable<string>,
  { purpose }: { readonly purpose: 'proof' | 'simulation' },
): string {
  const models = [...names]
    .sort()
    .map((name) => cellModel(name, library.cells[name]!, purpose === 'simulation'))
  return `// Generated from ${library.source.liberty}\n\n${models.join('\n')}`
}

function cellModel(name: string, cell: LibraryCell, simulates: boolean): string {
  const inputs = Object.keys(cell.inputsFf)
  const outputs = cell.clockGate ? [cell.clockGate.output] : Object.keys(cell.outputs)
  const body = cell.clockGate
    ? clockGateLines(cell.clockGate)
    : [
        ...(cell.storage ? storageLines(cell.storage, simulates) : []),
        ...Object.entries(cell.outputs).map(([pin, value]) => `assign ${pin} = ${verilogExpression(value)};`),
      ]
  const ports = [...inputs.map((pin) => `input ${pin}`), ...outputs.map((pin) => `output ${pin}`)]
  return `module ${name} (${ports.join(', ')});\n${body.map((line) => `  ${line}\n`).join('')}endmodule\n`
}

function storageLines(
  { kind, data, clock, clear, preset }: NonNullable<LibraryCell['storage']>,
  simulates: boolean,
): string[] {
  const next = verilogExpression(data)
  const when = verilogExpression(clock)
  const state = ['reg IQ;', 'wire IQ_N = ~IQ;']
  const forced = [
    ...(clear === undefined ? [] : [`if (${verilogExpression(clear)}) IQ SETS 1'b0; else `]),
    ...(preset === undefined ? [] : [`if (${verilogExpression(preset)}) IQ SETS 1'b1; else `]),
  ].join('')
  if (kind === 'latch') {
    const latch = (gate: string): string =>
      `always @* ${forced.replaceAll('SETS', '=')}if (${gate}) IQ = ${next};`
    if (!simulates) return [...state, latch(when)]
    return [
      ...state,
      "initial IQ = 1'b0;",
      `wire gate = ${when};`,
      'reg open;',
      "initial open = 1'b0;",
      'always @(posedge gate or negedge gate) open <= gate;',
      latch('open'),
    ]
  }
  // A clear such as !RESET_B takes effect with the edge that makes it true
  const edges = [clock, clear, preset].flatMap((text) => (text === undefined ? [] : [edgeOf(text)]))
  return [...state, `always @(${edges.join(' or ')}) ${forced.replaceAll('SETS', '<=')}IQ <= ${next};`]
}

function edgeOf(expression: string): string {
  const match = /^\(?(!?)\s*(\w+)\)?$/.exec(expression.trim())
  if (match === null) throw new Error(`"${expression}" is no pin or its inverse, so it has no edge`)
  return `${match[1] ? 'negedge' : 'posedge'} ${match[2]}`
}

function clockGateLines({ clock, enable, output }: NonNullable<LibraryCell['clockGate']>): string[] {
  return ['reg open;', `always @* if (!${clock}) open = ${enable};`, `assign ${output} = ${clock} & open;`]
}

/** A Liberty expression in Verilog; Liberty has `!`, `'`, `&` or `*`, `|` or `+`, `^`. */
export function verilogExpression(liberty: string): string {
  const text = liberty.replaceAll('!', '~').replaceAll('*', '&').replaceAll('+', '|')
  if (/[^\w\s~&|^()]/.test(text)) throw new Error(`Liberty expression "${liberty}" is not understood`)
  return /^[01]$/.test(text.trim()) ? `1'b${text.trim()}` : text
}
