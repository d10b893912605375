import type { RtlParameters } from '@concord/arch'
import { MACRO_BITS, type MacroFacts, type Technology } from '../technology/technology.js'
import type { CellLibrary, LibraryCell } from './cell-library.js'

/** Port 0 and port 1 of a macro; `words` decide the width of the addresses. */
function pinsOf(words: number): {
  readonly inputs: Record<string, number>
  readonly outputs: Record<string, number>
} {
  const address = Math.log2(words)
  const inputs = {
    clk0: 1,
    csb0: 1,
    web0: 1,
    wmask0: MACRO_BITS / 8,
    addr0: address,
    din0: MACRO_BITS,
    clk1: 1,
    csb1: 1,
    addr1: address,
  }
  return { inputs, outputs: { dout0: MACRO_BITS, dout1: MACRO_BITS } }
}

const CLOCKS = ['clk0', 'clk1']

function macrosOf({ macros = {} }: Technology): { readonly words: number; readonly macro: MacroFacts }[] {
  return Object.entries(macros).map(([role, macro]) => ({
    words: Number(role.slice('sram'.length)),
    macro: macro!,
  }))
}

/** Whether a design with these parameters has macros in it. */
export function hasMacros(parameters: RtlParameters): boolean {
  return parameters.ActSram === 1 || parameters.Sram === 1
}

/** Whether a netlist has macros of the technology in it. */
export function usesMacros(netlist: string, technology: Technology): boolean {
  return macrosOf(technology).some(({ macro }) => netlist.includes(macro.cell))
}

/** The library with the technology's macros among its cells, for what counts, buffers and writes netlists. */
export function withMacros(library: CellLibrary, technology: Technology): CellLibrary {
  const cells = macrosOf(technology).map(({ words, macro }): [string, LibraryCell] => {
    const { inputs, outputs } = pinsOf(words)
    return [
      macro.cell,
      {
        areaUm2: macro.widthUm * macro.heightUm,
        delayNs: macro.dataNs,
        inputsFf: Object.fromEntries(Object.keys(inputs).map((pin) => [pin, macro.inputFf])),
        outputs: Object.fromEntries(Object.keys(outputs).map((pin) => [pin, ''])),
        macro: { clock: CLOCKS[0]!, words },
      },
    ]
  })
  return { ...library, cells: { ...library.cells, ...Object.fromEntries(cells) } }
}

/** Verilog of the macros as black boxes; their supply is connected in the layout, not in the RTL. */
export function macroStubs(technology: Technology): string {
  const port =
    (direction: string) =>
    ([pin, bits]: [string, number]) =>
      `${direction} ${bits > 1 ? `[${bits - 1}:0] ` : ''}${pin}`
  const stubs = macrosOf(technology).map(({ words, macro }) => {
    const { inputs, outputs } = pinsOf(words)
    const ports = [
      ...Object.entries(inputs).map(port('input')),
      ...Object.entries(outputs).map(port('output')),
    ]
    return `module ${macro.cell} (${ports.join(', ')});\nendmodule\n`
  })
  return stubs.join('')
}

/** Where a transition counts as begun, done and half way, %; as in the libraries of the standard cells. */
const THRESHOLDS = ['rise', 'fall'].map(
  (edge) =>
    ` input_threshold_pct_${edge} : 50; output_threshold_pct_${edge} : 50; slew_lower_threshold_pct_${edge} : 20; slew_upper_threshold_pct_${edge} : 80;`,
)

/** What the macros ask of their inputs around the rising edge, ns: what their simulated Liberty says at most. */
const HOLD_NS = 0.78

/**
 * The macros as Liberty, from the facts of the technology: data come at the falling edge, later in slow corners as standard cells do. A
 * clock edge costs half of what a cycle does, whatever the macro does in it: its clock moves only when it is asked for something.
 */
export function macroLiberty(technology: Technology, corner: string): string {
  const cells = macrosOf(technology).map(({ words, macro }) => {
    const { inputs, outputs } = pinsOf(words)
    const factor = macro.timeScale[corner] ?? 1
    const supply = technology.corners[corner]!.voltageV / technology.corners[macro.corner]!.voltageV
    const edgeFj = (1e3 * macro.accessPj * supply ** 2) / 2
    const scalar = (name: string, value: number): string =>
      `${name} (scalar) { values ("${value.toFixed(3)}"); }`
    const check = (type: string, ns: number): string =>
      `timing () { related_pin : "clk0"; timing_type : ${type}; ${scalar('rise_constraint', ns)} ${scalar('fall_constraint', ns)} }`
    const ports = Object.entries(inputs).map(([pin, bits]) => {
      const isClock = CLOCKS.includes(pin)
      const checks =
        isClock || pin.endsWith('1')
          ? ''
          : `${check('setup_rising', 0)} ${check('hold_rising', HOLD_NS * factor)}`
      const edges = ['rise_power', 'fall_power'].map((table) => scalar(table, edgeFj)).join(' ')
      // OpenSTA 2.0 does not count what has no condition
      const power = pin === CLOCKS[0] ? `internal_power () { when : "!csb0"; ${edges} }` : ''
      return pinOf(
        pin,
        bits,
        `direction : input; capacitance : ${macro.inputFf};${isClock ? ' clock : true;' : ''} ${checks}${power}`,
      )
    })
    const data = Object.entries(outputs).map(([pin, bits]) => {
      const tables = [
        ...['cell_rise', 'cell_fall'].map((table) => scalar(table, macro.dataNs * factor)),
        ...['rise_transition', 'fall_transition'].map((table) => scalar(table, 0.3)),
      ]
      return pinOf(
        pin,
        bits,
        `direction : output; timing () { related_pin : "clk${pin.at(-1)}"; timing_type : falling_edge; ${tables.join(' ')} }`,
      )
    })
    const whole = `area : ${macro.widthUm * macro.heightUm}; cell_leakage_power : ${macro.leakageNw};`
    return ` cell (${macro.cell}) { ${whole}\n${[...ports, ...data].join('\n')}\n }`
  })
  const widths = new Set(
    macrosOf(technology).flatMap(({ words }) =>
      Object.values(pinsOf(words)).flatMap((pins) => Object.values(pins)),
    ),
  )
  return [
    `library (${technology.name}_macros) {`,
    ' delay_model : table_lookup;',
    ' time_unit : "1ns"; voltage_unit : "1V"; current_unit : "1mA"; leakage_power_unit : "1nW";',
    ' capacitive_load_unit (1, ff);',
    ...THRESHOLDS,
    ...[...widths].map(
      (bits) =>
        ` type (bus${bits}) { base_type : array; data_type : bit; bit_width : ${bits}; bit_from : ${bits - 1}; bit_to : 0; }`,
    ),
    ...cells,
    '}',
    '',
  ].join('\n')
}

function pinOf(pin: string, bits: number, content: string): string {
  return bits === 1 ? `  pin (${pin}) { ${content} }` : `  bus (${pin}) { bus_type : bus${bits}; ${content} }`
}
