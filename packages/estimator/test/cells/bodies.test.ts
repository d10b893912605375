import { PRESETS } from '@concord/arch'
import { describe, expect, it } from 'vitest'
import { cellModels } from '../../src/cells/cell-model.js'
import { loadLibrary } from '../../src/cells/load-library.js'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { runYosys } from '../../src/synthesis/run-yosys.js'

const bodies = { generic: readRtl('generic'), latch: readRtl('latch'), sky130: readRtl('sky130') }
const library = loadLibrary('sky130_fd_sc_hd')

/** Functional models, from the Liberty functions, of all cells that a source instantiates. */
function modelsFor(source: string): string {
  return cellModels(library, new Set(source.match(/sky130_fd_sc_hd__\w+/g)), { purpose: 'proof' })
}

/** Widths of every word that the presets count in one cycle, match or keep in latches; `wide` is for simulation only. */
const { wide: _, ...made } = PRESETS
const presets = Object.values(made)
const unique = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b)
const countWidths = unique(
  presets.filter(({ popcountStages }) => popcountStages === 0).map(({ lanes }) => lanes - 1),
)
const matchWidths = unique(presets.map(({ lanes }) => lanes))
const latchWidths = unique(
  presets.flatMap(({ rows, lanes, accBits }) => [lanes, accBits, accBits - 1, Math.min(rows, lanes)]),
)

/** Deeper memories repeat the groups of three words of shallower ones, and their proofs take hours. */
const PROVEN_WORDS = 512

/** Depths of every memory of latches, and widths of the accumulators. */
const depths = unique(
  presets.flatMap(({ weightDepth, actWords, accDepth, paramDepth, rows, postLanes }) => [
    2 * weightDepth,
    actWords,
    accDepth,
    (2 * paramDepth * rows) / postLanes,
  ]),
).filter((depth) => depth <= PROVEN_WORDS)
const sumWidths = unique(presets.flatMap(({ accBits }) => [accBits, accBits - 1]))

const counterWidths = unique(presets.map(({ counterBits }) => counterBits))

/** Halves that the recursive body makes of the widths, down to one bit. */
function halves(widths: readonly number[]): number[] {
  const all = new Set<number>()
  const visit = (width: number): void => {
    all.add(width)
    const low = Math.floor((width - 1) / 2)
    if (width > 2) for (const half of [low, width - 1 - low]) visit(half)
  }
  for (const width of widths) visit(width)
  return [...all].sort((a, b) => a - b)
}

/**
 * Counting by its definition: the ones of two halves and of one bit. The halves are the same instances on both sides of the
 * proof, so what is left to prove for a width is its own adder; the widths of the halves have proofs of their own.
 */
const GOLD = `module gold #(parameter int Width = 3, localparam int CountBits = $clog2(Width + 1))
  (input logic [Width-1:0] bits_i, output logic [CountBits-1:0] count_o);
  if (Width < 3) begin : gen_small
    assign count_o = CountBits'($countones(bits_i));
  end else begin : gen_sum
    localparam int Low = (Width - 1) / 2;
    localparam int High = Width - 1 - Low;
    logic [$clog2(Low + 1)-1:0] low;
    logic [$clog2(High + 1)-1:0] high;
    concord_count_ones #(.Width(Low)) u_low (.bits_i(bits_i[Low-1:0]), .count_o(low));
    concord_count_ones #(.Width(High)) u_high (.bits_i(bits_i[Low +: High]), .count_o(high));
    assign count_o = CountBits'(low) + CountBits'(high) + CountBits'(bits_i[Width-1]);
  end
endmodule`

/** Runs a proof that fails with what Yosys says when it does not hold. */
async function prove(files: Readonly<Record<string, string>>, steps: readonly string[]): Promise<void> {
  await runYosys(
    files,
    [`read_verilog -sv -defer -DSYNTHESIS ${Object.keys(files).join(' ')}`, ...steps].join('\n'),
  )
}

function proveCount(width: number, body: string): Promise<void> {
  const bits = `logic [${width - 1}:0] bits_i`
  return prove(
    {
      'gold.sv': GOLD,
      'half.sv': bodies.generic['concord_count_ones.sv']!,
      'body.sv': body.replace('module concord_count_ones', 'module body'),
      'cells.v': modelsFor(body),
      'pair.sv': `module pair(input ${bits}, output logic same_o);
        logic [$clog2(${width + 1})-1:0] gold, gate;
        gold #(.Width(${width})) u_gold (.bits_i, .count_o(gold));
        body #(.Width(${width})) u_gate (.bits_i, .count_o(gate));
        assign same_o = gold == gate;
      endmodule`,
    },
    ['hierarchy -check -top pair', 'proc', 'flatten', 'opt -full', 'sat -verify -prove same_o 1 pair'],
  )
}

/** Words behind both clock gates, from equal contents: the outputs stay equal whatever clock and inputs do. */
function proveLatchWord(width: number, gate: Readonly<Record<string, string>>): Promise<void> {
  const parts = ['concord_clock_gate', 'concord_latch_word']
  const renamed = (sources: Readonly<Record<string, string>>, suffix: string): string =>
    parts.map((part) => sources[`${part}.sv`]!.replaceAll(/concord_\w+/g, `$&_${suffix}`)).join('\n')
  const word = (suffix: string): string =>
    `concord_latch_word_${suffix} #(.Width(${width})) u_${suffix} (.clk_i, .we_i, .data_i, .data_o(${suffix}));`
  const cells = parts.map((part) => gate[`${part}.sv`]!).join('\n')
  return prove(
    {
      'gold.sv': renamed(bodies.latch, 'gold'),
      'gate.sv': renamed(gate, 'gate'),
      'cells.v': modelsFor(cells),
      'pair.sv': `module pair(input logic clk_i, we_i, input logic [${width - 1}:0] data_i, output logic same_o);
        logic [${width - 1}:0] gold, gate;
        ${word('gold')}
        ${word('gate')}
        assign same_o = gold == gate;
      endmodule`,
    },
    [
      ...['hierarchy -check -top pair', 'proc', 'flatten', 'clk2fflogic', 'opt -full'],
      'sat -verify -tempinduct -set-init-zero -prove same_o 1 pair',
    ],
  )
}

/** All words, and all lines of which one at the most is high; the bits of a word are alike, so one stands for all. */
function proveWordSelect(depth: number, body: string): Promise<void> {
  return prove(
    {
      'gold.sv': bodies.latch['concord_word_select.sv']!,
      'body.sv': body.replace('module concord_word_select', 'module body'),
      'cells.v': modelsFor(body),
      'pair.sv': `module pair(input logic [${depth - 1}:0] words_i, input logic [${depth - 1}:0] selected_i, output logic same_o);
        logic gold, gate;
        concord_word_select #(.Depth(${depth}), .Width(1)) u_gold (.words_i, .selected_i, .word_o(gold));
        body #(.Depth(${depth}), .Width(1)) u_gate (.words_i, .selected_i, .word_o(gate));
        assign same_o = gold == gate || (selected_i & (selected_i - ${depth}'d1)) != '0;
      endmodule`,
    },
    ['hierarchy -check -top pair', 'proc', 'flatten', 'opt -full', 'sat -verify -prove same_o 1 pair'],
  )
}

function proveMatch(width: number, body: string): Promise<void> {
  const words = `logic [${width - 1}:0] a_i, b_i`
  return prove(
    {
      'gold.sv': bodies.generic['concord_match.sv']!,
      'body.sv': body.replace('module concord_match', 'module body'),
      'cells.v': modelsFor(body),
      'pair.sv': `module pair(input ${words}, output logic same_o);
        logic [${width - 1}:0] gold, gate;
        concord_match #(.Width(${width})) u_gold (.a_i, .b_i, .match_o(gold));
        body #(.Width(${width})) u_gate (.a_i, .b_i, .match_o(gate));
        assign same_o = gold == gate;
      endmodule`,
    },
    ['hierarchy -check -top pair', 'proc', 'flatten', 'opt -full', 'sat -verify -prove same_o 1 pair'],
  )
}

function proveGatedRegister(width: number, sources: Readonly<Record<string, string>>): Promise<void> {
  const ports = '.clk_i, .en_i, .data_i'
  const gate = sources['concord_clock_gate.sv']!
  const body = sources['concord_gated_register.sv']!
  return prove(
    {
      'gold.sv': bodies.generic['concord_gated_register.sv']!,
      'gate.sv': gate,
      'body.sv': body.replace('module concord_gated_register', 'module body'),
      'cells.v': modelsFor(gate),
      'pair.sv': `module pair(input logic clk_i, en_i, input logic [${width - 1}:0] data_i, output logic same_o);
        logic [${width - 1}:0] gold, gate;
        concord_gated_register #(.Width(${width})) u_gold (${ports}, .data_o(gold));
        body #(.Width(${width})) u_gate (${ports}, .data_o(gate));
        assign same_o = gold == gate;
      endmodule`,
    },
    [
      ...['hierarchy -check -top pair', 'proc', 'flatten', 'clk2fflogic', 'opt -full'],
      'sat -verify -tempinduct -set-init-zero -prove same_o 1 pair',
    ],
  )
}

/** From equal counts: both go on alike whatever clock, enable and reset do. */
function proveGatedCounter(width: number, sources: Readonly<Record<string, string>>): Promise<void> {
  const ports = '.clk_i, .rst_ni, .en_i'
  const gate = sources['concord_clock_gate.sv']!
  const body = sources['concord_gated_counter.sv']!
  return prove(
    {
      'gold.sv': bodies.generic['concord_gated_counter.sv']!,
      'gate.sv': gate,
      'body.sv': body.replace('module concord_gated_counter', 'module body'),
      'cells.v': modelsFor(gate),
      'pair.sv': `module pair(input logic clk_i, rst_ni, en_i, output logic same_o);
        logic [${width - 1}:0] gold, gate;
        concord_gated_counter #(.Width(${width})) u_gold (${ports}, .count_o(gold));
        body #(.Width(${width})) u_gate (${ports}, .count_o(gate));
        assign same_o = gold == gate;
      endmodule`,
    },
    [
      ...['hierarchy -check -top pair', 'proc', 'flatten', 'clk2fflogic', 'opt -full'],
      'sat -verify -tempinduct -set-init-zero -prove same_o 1 pair',
    ],
  )
}

const count = bodies.sky130['concord_count_ones.sv']!

describe('bodies of the technology wrappers are equivalent', () => {
  it.each(halves(countWidths))('concord_count_ones, %i bits', (width) => proveCount(width, count))

  it.each(matchWidths)('concord_match, %i lanes', (width) =>
    proveMatch(width, bodies.sky130['concord_match.sv']!),
  )

  it.each(latchWidths)('concord_latch_word, %i bits', (width) => proveLatchWord(width, bodies.sky130))

  it.each(depths)('concord_word_select, %i words', (depth) =>
    proveWordSelect(depth, bodies.sky130['concord_word_select.sv']!),
  )

  it.each(sumWidths)('concord_gated_register, %i bits', (width) => proveGatedRegister(width, bodies.sky130))

  it.each(counterWidths)('concord_gated_counter, %i bits', (width) => proveGatedCounter(width, bodies.sky130))

  it('refutes a body with a wrong cell', async () => {
    await expect(proveCount(31, count.replace('.A(low[b])', '.A(high[b])'))).rejects.toThrow(/proof did fail/)
    const select = bodies.sky130['concord_word_select.sv']!
    await expect(
      proveWordSelect(24, select.replace('.C2(selected_i[Word+2])', '.C2(selected_i[Word])')),
    ).rejects.toThrow(/proof did fail/)
    const ungated = bodies.sky130['concord_gated_register.sv']!.replace('posedge gated_clk', 'posedge clk_i')
    await expect(
      proveGatedRegister(16, { ...bodies.sky130, 'concord_gated_register.sv': ungated }),
    ).rejects.toThrow(/proof did fail/)
    const running = bodies.sky130['concord_gated_counter.sv']!.replace('posedge gated_clk', 'posedge clk_i')
    await expect(
      proveGatedCounter(8, { ...bodies.sky130, 'concord_gated_counter.sv': running }),
    ).rejects.toThrow(/proof did fail/)
    const open = bodies.sky130['concord_latch_word.sv']!.replace('.GATE(gated_clk)', '.GATE(clk_i)')
    await expect(proveLatchWord(8, { ...bodies.sky130, 'concord_latch_word.sv': open })).rejects.toThrow(
      /proof did fail/,
    )
  })
})
