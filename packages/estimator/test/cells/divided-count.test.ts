import { PRESETS } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { cellModels } from '../../src/cells/cell-model.js'
import { loadLibrary } from '../../src/cells/load-library.js'
import { countLevels } from '../../src/structure/divided-count.js'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { runYosys, type YosysModule } from '../../src/synthesis/run-yosys.js'

/** Nets of a flat netlist, by name and place in the name; a constant is text. */
interface Cell {
  readonly type: string
  readonly connections: Readonly<Record<string, readonly (number | string)[]>>
}
interface Flat extends YosysModule {
  readonly cells: Readonly<Record<string, Cell>>
  readonly ports: Readonly<Record<string, { readonly bits: readonly (number | string)[] }>>
}

const FULL = 'sky130_fd_sc_hd__fa_1'
const HALF = 'sky130_fd_sc_hd__ha_1'
const STUBS = `module ${FULL}(input A, B, CIN, output SUM, COUT); endmodule
  module ${HALF}(input A, B, output SUM, COUT); endmodule`

const names = ['concord_count_pkg', 'concord_count_levels', 'concord_count_save', 'concord_count_sum']
const sources = readRtl('sky130')
const body = Object.fromEntries(names.map((name) => [`${name}.sv`, sources[`${name}.sv`]!]))
const generic = readRtl('generic')

/** Both halves behind each other, without the register between them. */
const pair = (width: number, levels: number, after = '') => `
  module ${after}pair(input logic [${width - 1}:0] bits_i, output logic [$clog2(${width + 1})-1:0] count_o);
    localparam logic [concord_count_pkg::AllBits-1:0] Saved =
      concord_count_pkg::heights(concord_count_pkg::AllBits'(${width}), ${levels});
    logic [concord_count_pkg::below(Saved, concord_count_pkg::Weights)-1:0] saved;
    concord_count_save #(.Width(${width}), .Saved(Saved)) u_save (.bits_i, .saved_o(saved));
    concord_count_sum #(.Width(${width}), .Saved(Saved)) u_sum (.saved_i(saved), .count_o);
  endmodule`

async function flat(width: number, levels: number, files = body): Promise<Flat> {
  const netlist = await runYosys(
    { 'stubs.v': STUBS, ...files, 'pair.sv': pair(width, levels) },
    [
      'read_verilog -lib stubs.v',
      `read_verilog -sv -defer -noautowire ${[...names.map((name) => `${name}.sv`), 'pair.sv'].join(' ')}`,
      'hierarchy -check -top pair',
      ...['proc', 'flatten', 'delete t:$scopeinfo', 'opt_clean'],
    ].join('\n'),
  )
  return netlist.modules.pair as Flat
}

/**
 * A count is right when nothing is lost: every net has a weight, a full adder takes three nets of one and gives one of it and one of twice it, and
 * every net that comes into being goes into one adder or into the bit of the count that its weight says. The sum of weights is then the same in front of
 * and behind every adder, so the count is the number of ones.
 *
 * @throws when the netlist is not of that kind
 */
function proveConservation({ cells, ports }: Flat): void {
  const weights = new Map(ports.bits_i!.bits.map((net) => [net, 1]))
  const open = new Set(weights.keys())
  const take = (net: number | string): number => {
    const weight = weights.get(net)!
    if (!open.delete(net)) throw new Error(`net ${net} is taken twice`)
    return weight
  }
  let waiting = Object.values(cells)
  while (waiting.length > 0) {
    const ready = waiting.filter(({ connections }) =>
      ['A', 'B', 'CIN'].every((pin) => connections[pin] === undefined || weights.has(connections[pin][0]!)),
    )
    if (ready.length === 0) throw new Error('an adder takes a net that nothing gives')
    for (const { type, connections } of ready) {
      const pins = type === FULL ? ['A', 'B', 'CIN'] : ['A', 'B']
      const taken = new Set(pins.map((pin) => take(connections[pin]![0]!)))
      if (taken.size !== 1) throw new Error(`an adder takes weights ${[...taken]}`)
      const [weight] = taken
      for (const [pin, given] of [
        ['SUM', weight!],
        ['COUT', 2 * weight!],
      ] as const) {
        weights.set(connections[pin]![0]!, given)
        open.add(connections[pin]![0]!)
      }
    }
    waiting = waiting.filter((cell) => !ready.includes(cell))
  }
  ports.count_o!.bits.forEach((net, bit) => {
    if (take(net) !== 2 ** bit) throw new Error(`bit ${bit} of the count has another weight`)
  })
  if (open.size > 0) throw new Error(`${open.size} nets are lost`)
}

const lanes = [...new Set(Object.values(PRESETS).map((preset) => preset.lanes))]
const widths = [...new Set([...lanes.map((count) => count - 1), 7, 23, 39, 511])]

describe('a count that a register divides', () => {
  it.each(widths.flatMap((width) => [4, 5].map((levels) => [width, levels])))(
    'sky130, %i bits, register behind level %i: is the number of ones, and takes the adders of the structure model',
    async (width, levels) => {
      const netlist = await flat(width, levels)
      proveConservation(netlist)
      const types = Object.values(netlist.cells).map(({ type }) => type)
      const { fullAdder, halfAdder } = countLevels(width)
      expect(types.filter((type) => type === FULL)).toHaveLength(fullAdder)
      expect(types.filter((type) => type === HALF)).toHaveLength(halfAdder)
    },
  )

  it('the adder cells are adders', () =>
    runYosys(
      {
        'cells.v': cellModels(loadLibrary('sky130_fd_sc_hd'), new Set([FULL, HALF]), { purpose: 'proof' }),
        'adders.sv': `module adders(input logic a, b, c, output logic same_o);
          logic [1:0] full, half;
          ${FULL} u_full (.A(a), .B(b), .CIN(c), .SUM(full[0]), .COUT(full[1]));
          ${HALF} u_half (.A(a), .B(b), .SUM(half[0]), .COUT(half[1]));
          assign same_o = full == 2'(a) + 2'(b) + 2'(c) && half == 2'(a) + 2'(b);
        endmodule`,
      },
      [
        'read_verilog -sv cells.v adders.sv',
        ...['hierarchy -check -top adders', 'proc', 'flatten', 'opt -full'],
        'sat -verify -prove same_o 1 adders',
      ].join('\n'),
    ))

  it('the generic halves count as well', () =>
    runYosys(
      {
        'pkg.sv': body['concord_count_pkg.sv']!,
        'save.sv': generic['concord_count_save.sv']!,
        'sum.sv': generic['concord_count_sum.sv']!,
        'pair.sv': `${pair(31, 4, 'un')}
          module pair(input logic [30:0] bits_i, output logic same_o);
            logic [4:0] count;
            unpair u_pair (.bits_i, .count_o(count));
            assign same_o = count == 5'($countones(bits_i));
          endmodule`,
      },
      [
        'read_verilog -sv -defer -noautowire pkg.sv save.sv sum.sv pair.sv',
        ...['hierarchy -check -top pair', 'proc', 'flatten', 'opt -full'],
        'sat -verify -prove same_o 1 pair',
      ].join('\n'),
    ))

  it('refutes a tree that loses a carry, and one that adds bits of other weights', async () => {
    const levels = body['concord_count_levels.sv']!
    const wrong = (from: string, to: string) => ({
      ...body,
      'concord_count_levels.sv': levels.replace(from, to),
    })
    const lost = await flat(63, 4, wrong('.COUT(next[CarryTarget + a])', '.COUT()'))
    expect(() => proveConservation(lost)).toThrow('nothing gives')
    const crossed = await flat(63, 4, wrong('.A(bits_i[Source + 3*a])', '.A(bits_i[In - 1 - Source - 3*a])'))
    expect(() => proveConservation(crossed)).toThrow(/takes weights|taken twice/)
  })
})
