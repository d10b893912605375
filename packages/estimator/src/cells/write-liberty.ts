import type { LibertyGroup } from '../liberty/parse-liberty.js'
import type { CellLibrary, LibraryCell } from './cell-library.js'

/** Parts of a Liberty file that neither mapping nor sizing reads; they are two thirds of it. */
const UNREAD = new Set(['internal_power', 'leakage_power', 'pg_pin', 'statetable', 'driver_waveform'])

/** A library as Liberty text with some of its cells, without what synthesis does not read. */
export function filterLiberty(library: LibertyGroup, keep: (cell: string) => boolean): string {
  const groups = library.groups.filter(({ name, args }) => name !== 'cell' || keep(args[0]!))
  return writeGroup({ ...library, groups }, '')
}

function writeGroup({ name, args, attributes, groups }: LibertyGroup, indent: string): string {
  const inner = `${indent} `
  const lines = [...attributes].map(([key, values]) =>
    isList(key)
      ? `${inner}${key} (${values.map(quote).join(', ')});\n`
      : `${inner}${key} : ${quote(values[0]!)};\n`,
  )
  const inside = groups.filter((group) => !UNREAD.has(group.name)).map((group) => writeGroup(group, inner))
  return `${indent}${name} (${args.map(quote).join(', ')}) {\n${lines.join('')}${inside.join('')}${indent}}\n`
}

function isList(attribute: string): boolean {
  return /^(index_\d|values|capacitive_load_unit|voltage_map|define|library_features|technology)$/.test(
    attribute,
  )
}

function quote(text: string): string {
  return /^[\w.+-]+$/.test(text) ? text : `"${text}"`
}

/**
 * A library as Liberty text from derived facts alone: areas, functions, input capacitances, and one delay a cell that no load
 * changes. Enough to map by area; a netlist made with it is neither sized nor buffered.
 */
export function libertyOfFacts(library: CellLibrary): string {
  const cells = Object.entries(library.cells).map(([name, cell]) => writeCell(name, cell))
  return [
    `library (${library.name}) {`,
    ' delay_model : table_lookup;',
    ' time_unit : "1ns";',
    ' voltage_unit : "1V";',
    ' current_unit : "1mA";',
    ' capacitive_load_unit (1, ff);',
    ...cells,
    '}',
    '',
  ].join('\n')
}

const CLOCK_GATE_PARTS: Readonly<Record<string, string>> = {
  clock: 'clock_gate_clock_pin',
  enable: 'clock_gate_enable_pin',
  output: 'clock_gate_out_pin',
}

function writeCell(
  name: string,
  { areaUm2, delayNs, inputsFf, outputs, storage, clockGate }: LibraryCell,
): string {
  const clock = storage ? /\w+/.exec(storage.clock)![0] : clockGate?.clock
  const gatePart = (pin: string): string => {
    const [part] = Object.entries(clockGate ?? {}).find(([, name]) => name === pin) ?? []
    return part === undefined ? '' : ` ${CLOCK_GATE_PARTS[part]} : true;`
  }
  const inputs = Object.entries(inputsFf).map(([pin, farads]) => {
    const isClock = pin === clock ? ' clock : true;' : ''
    return `  pin (${pin}) { direction : input; capacitance : ${farads};${isClock}${gatePart(pin)} }`
  })
  const arc = (pin: string): string => {
    const table = (edge: string): string => `${edge} (scalar) { values ("${delayNs}"); }`
    const slew = (edge: string): string => `${edge} (scalar) { values ("0.1"); }`
    const tables = `${table('cell_rise')} ${table('cell_fall')} ${slew('rise_transition')} ${slew('fall_transition')}`
    return `timing () { related_pin : "${pin}"; ${tables} }`
  }
  const from = storage ? [clock!] : Object.keys(inputsFf)
  const gates = clockGate ? [[clockGate.output, '']] : Object.entries(outputs)
  const outs = gates.map(
    ([pin, value]) =>
      `  pin (${pin}) { direction : output;${value ? ` function : "${value}";` : ''}${gatePart(pin!)} ${from.map(arc).join(' ')} }`,
  )
  return [
    ` cell (${name}) { area : ${areaUm2};`,
    ...(clockGate ? ['  clock_gating_integrated_cell : latch_posedge;'] : []),
    ...(storage ? [writeStorage(storage)] : []),
    ...inputs,
    ...outs,
    ' }',
  ].join('\n')
}

function writeStorage({ kind, data, clock, clear, preset }: NonNullable<LibraryCell['storage']>): string {
  const [take, when] = kind === 'ff' ? ['next_state', 'clocked_on'] : ['data_in', 'enable']
  const forced = [
    ...(clear === undefined ? [] : [` clear : "${clear}";`]),
    ...(preset === undefined ? [] : [` preset : "${preset}";`]),
  ]
  return `  ${kind} (IQ, IQ_N) { ${take} : "${data}"; ${when} : "${clock}";${forced.join('')} }`
}
