import { describe, expect, it } from 'vitest'
import { cellModels } from '../../src/cells/cell-model.js'
import { loadLibrary } from '../../src/cells/load-library.js'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { runYosys } from '../../src/synthesis/run-yosys.js'

const bodies = { generic: readRtl('generic'), latch: readRtl('latch'), sky130: readRtl('sky130') }
const library = loadLibrary('sky130_fd_sc_hd')

async function prove(files: Readonly<Record<string, string>>, steps: readonly string[]): Promise<void> {
  await runYosys(
    files,
    [`read_verilog -sv -defer -DSYNTHESIS ${Object.keys(files).join(' ')}`, ...steps].join('\n'),
  )
}

/**
 * Lines against the address they stand for. The register is the same in front of a decoder and behind it, so both banks are taken without: and
 * the memory is one that shows its lines.
 */
function proveLines(depth: number, body: string): Promise<void> {
  const addressBits = Math.ceil(Math.log2(depth))
  const bank = (name: string): string =>
    `${name} #(.Depth(${depth}), .Width(${depth})) u_${name} (.clk_i(1'b0), .we_i(1'b0), .waddr_i('0), .wdata_i('0), .re_i(1'b1), .raddr_i, .rdata_o(${name}_lines));`
  return prove(
    {
      'register.sv': `module concord_gated_register #(parameter int Width = 1)
        (input logic clk_i, en_i, input logic [Width-1:0] data_i, output logic [Width-1:0] data_o);
        assign data_o = data_i;
      endmodule`,
      'memory.sv': `module concord_latch_memory #(parameter int Depth = 1, Width = 1, Segment = 1, parameter bit OneHot = 0,
        localparam int Bits = OneHot ? Depth : $clog2(Depth))
        (input logic clk_i, input logic [Width/Segment-1:0] we_i, input logic [$clog2(Depth)-1:0] waddr_i, input logic [Width-1:0] wdata_i,
         input logic [Bits-1:0] raddr_i, output logic [Width-1:0] rdata_o);
        if (OneHot) assign rdata_o = raddr_i;
        else assign rdata_o = Width'(1) << raddr_i;
      endmodule`,
      'gold.sv': bodies.generic['concord_latch_bank.sv']!.replace('module concord_latch_bank', 'module gold'),
      'gate.sv': body.replace('module concord_latch_bank', 'module gate'),
      'pair.sv': `module pair(input logic [${addressBits - 1}:0] raddr_i, output logic same_o);
        logic [${depth - 1}:0] gold_lines, gate_lines;
        ${bank('gold')}
        ${bank('gate')}
        assign same_o = gold_lines == gate_lines;
      endmodule`,
    },
    ['hierarchy -check -top pair', 'proc', 'flatten', 'opt -full', 'sat -verify -prove same_o 1 pair'],
  )
}

/** Words of each macro that take part in a proof: all words of a macro are alike. */
const WORDS = 4

/** A macro as it behaves at rising edges. */
function macroModel(name: string, addressBits: number): string {
  const address = `input logic [${addressBits - 1}:0]`
  return `module ${name}(input logic clk0, csb0, web0, input logic [3:0] wmask0, ${address} addr0, input logic [31:0] din0,
      output logic [31:0] dout0, input logic clk1, csb1, ${address} addr1, output logic [31:0] dout1);
    logic [31:0] mem [${WORDS}];
    for (genvar m = 0; m < 4; m++) begin : gen_mask
      always_ff @(posedge clk0) if (!csb0 && !web0 && wmask0[m]) mem[addr0[1:0]][8*m +: 8] <= din0[8*m +: 8];
    end
    always_ff @(posedge clk0) if (!csb0 && web0) dout0 <= mem[addr0[1:0]];
    assign dout1 = '0;
  endmodule`
}

/** Macros against one memory: what is read, and every word of the macros, stay equal from equal contents. Never read and written at once. */
function proveSram(depth: number, width: number, segment: number, body: string): Promise<void> {
  const [macro, words] =
    depth % 512 === 0
      ? ['sky130_sram_2kbyte_1rw1r_32x512_8', 512]
      : ['sky130_sram_1kbyte_1rw1r_32x256_8', 256]
  const blocks = depth / words
  const addressBits = 2 + Math.log2(blocks)
  const macroBits = Math.log2(words)
  const far = (address: string): string =>
    `{${blocks > 1 ? `${address}[${addressBits - 1}:2], ` : ''}${macroBits - 2}'d0, ${address}[1:0]}`
  const equalWords = Array.from({ length: blocks * Math.ceil(width / 32) * WORDS }, (_, i) => {
    const [word, place] = [i % WORDS, Math.floor(i / WORDS)]
    const [block, low] = [place % blocks, 32 * Math.floor(place / blocks)]
    const high = Math.min(width, low + 32) - 1
    const held = `u_gate.gen_block[${block}].gen_column[${low / 32}].gen_${words}.u_macro.mem[${word}]`
    return `-prove ${held}[${high - low}:0] u_gold.mem[${WORDS * block + word}][${high}:${low}]`
  })
  const address = `input logic [${addressBits - 1}:0]`
  const gate = bodies.sky130['concord_clock_gate.sv']!
  return prove(
    {
      'gold.sv': bodies.generic['concord_sram_bank.sv']!.replace('module concord_sram_bank', 'module gold'),
      'body.sv': body,
      'gate.sv': gate,
      'register.sv': bodies.sky130['concord_gated_register.sv']!,
      'select.sv': bodies.generic['concord_word_select.sv']!,
      'cells.v': cellModels(library, new Set(gate.match(/sky130_fd_sc_hd__\w+/g)), { purpose: 'proof' }),
      'macro.v': macroModel(macro as string, macroBits),
      'pair.sv': `module pair(input logic clk_i, input logic [${width / segment - 1}:0] we_i, ${address} waddr_i, ${address} raddr_i,
          input logic [${width - 1}:0] wdata_i, input logic re_i, output logic same_o);
        logic [${width - 1}:0] gold, gate;
        logic re;
        assign re = re_i && !(|we_i);
        gold #(.Depth(${WORDS * blocks}), .Width(${width}), .Segment(${segment})) u_gold (
          .clk_i, .we_i, .waddr_i, .wdata_i, .re_i(re), .raddr_i, .rdata_o(gold));
        concord_sram_bank #(.Depth(${depth}), .Width(${width}), .Segment(${segment})) u_gate (
          .clk_i, .we_i, .waddr_i(${far('waddr_i')}), .wdata_i, .re_i(re), .raddr_i(${far('raddr_i')}), .rdata_o(gate));
        assign same_o = gold == gate;
      endmodule`,
    },
    [
      ...['hierarchy -check -top pair', 'proc', 'flatten', 'memory_map', 'clk2fflogic', 'opt -full'],
      `sat -verify -tempinduct -set-init-zero -prove same_o 1 ${equalWords.join(' ')} pair`,
    ],
  )
}

const lines = bodies.latch['concord_latch_bank.sv']!
const sram = bodies.sky130['concord_sram_bank.sv']!

describe('bodies of the activation banks are equivalent', () => {
  // Those of the presets that are made, and depths that are no power of two
  it.each([9, 20, 128, 512])('concord_latch_bank, lines of %i words', (depth) => proveLines(depth, lines))

  it.each([
    [512, 32, 32],
    [512, 64, 64],
    [256, 24, 8],
    [1024, 16, 8],
  ])('concord_sram_bank, %i words of %i bits, %i written together', (depth, width, segment) =>
    proveSram(depth, width, segment, sram),
  )

  it('refutes a body with a wrong line, mask, clock or block', async () => {
    await expect(proveLines(20, lines.replace('low[w % Lows]', 'low[w / Lows]'))).rejects.toThrow(
      /proof did fail/,
    )
    for (const [right, wrong] of [
      ['8 * m / Segment : 0', '0 : 0'],
      ['(write || re_i) && selected[b]', 'write && selected[b]'],
    ]) {
      const [depth, width, segment] = right!.startsWith('8') ? [256, 16, 8] : [1024, 8, 8]
      expect(sram).toContain(right)
      await expect(proveSram(depth!, width!, segment!, sram.replace(right!, wrong!))).rejects.toThrow(
        /proof did fail/,
      )
    }
  })
})
