import { describe, expect, test } from 'vitest'
import { loadLibrary } from '../../src/cells/load-library.js'
import { type LevelisedModelOptions, levelisedModel } from '../../src/gates/levelised-model.js'
import { readCells } from './read-cells.js'

const library = loadLibrary('sky130_fd_sc_hd')
const CELL = 'sky130_fd_sc_hd__'

const modelOf = (netlist: string, options?: LevelisedModelOptions): string =>
  levelisedModel(readCells(netlist, library), options)

/** A chip of cells between `a_i` and `y_o`, each 8 bits wide. */
const chip = (...cells: string[]): string =>
  [
    'module concord_chip (',
    ...[
      '  input clk_i,',
      '  input rst_ni,',
      '  input [7:0] a_i,',
      '  input en_i,',
      '  output [7:0] y_o',
      ');',
    ],
    ...['  wire \\word[0] ;', '  wire gated;'],
    ...cells.map((cell) => `  ${CELL}${cell};`),
    'endmodule\n',
  ].join('\n')

const each = (cell: (bit: number) => string): string[] => Array.from({ length: 8 }, (_, bit) => cell(bit))
const gate = `dlclkp_1 gate (.CLK(clk_i), .GATE(en_i), .GCLK(gated))`
const word = each((bit) => `dlxtp_1 l${bit} (.D(\\q[${bit}] ), .GATE(gated), .Q(\\word[${bit}] ))`)
const register = each(
  (bit) => `dfrtp_1 f${bit} (.CLK(clk_i), .D(a_i[${bit}]), .RESET_B(rst_ni), .Q(\\q[${bit}] ))`,
)
const output = each((bit) => `nand2_1 g${bit} (.A(\\word[${bit}] ), .B(held), .Y(y_o[${bit}]))`)
const held = 'buf_2 b (.A(en_i), .X(held))'

describe('a levelised model', () => {
  const text = modelOf(chip(gate, held, ...output, ...word, ...register))

  test('has words of latches, registers and operations on their bits as vectors', () => {
    const [, q] = /if \(take0\) begin (\w+) = a_i; end/.exec(text)!
    const [, latch] = new RegExp(`if \\(open\\[0\\]\\) (\\w+) = ${q};`).exec(text)!
    expect(text).toContain(`if (!rst_ni) ${q} = 8'd0;`)
    expect(text).toMatch(new RegExp(`n\\d+ = ~\\(${latch} & \\{8\\{en_i\\}\\}\\);`))
  })

  test('decides with the rising edge before anything changes, and follows inputs', () => {
    expect(text.indexOf('open[0] = en_i;')).toBeLessThan(text.indexOf('if (take0)'))
    expect(text).toContain('take0 = rst_ni;')
    expect(text).toContain('full = first | (rst_ni != was_rst_ni);')
    const changed = text.slice(text.indexOf('task change_0'))
    expect(changed).toContain('{8{en_i}}')
    expect(changed).not.toContain('open[0]')
  })

  test('gives nets their names when asked', () => {
    expect(text).not.toContain('reg \\word[0] ')
    expect(modelOf(chip(gate, held, ...output, ...word, ...register), { names: true })).toMatch(
      /\\word\[0\] {2}= w\d+\[0\];/,
    )
  })

  test('data that come from a flip-flop are kept before that changes', () => {
    const shifted = each(
      (bit) => `dfrtp_1 s${bit} (.CLK(clk_i), .D(\\q[${bit}] ), .RESET_B(rst_ni), .Q(y_o[${bit}]))`,
    )
    const shift = modelOf(chip(...register, ...shifted))
    expect(shift).toMatch(/dq(\d+) = q\d+;[\s\S]*q\1 = dq\1;/)
  })

  test('refuses rings, and clocks of its own', () => {
    const ring = ['inv_1 a (.A(m), .Y(n))', 'inv_1 b (.A(n), .Y(m))']
    expect(() => modelOf(chip(...ring))).toThrow(/combinational loop/)
    const clock = 'dfxtp_1 f (.CLK(en_i), .D(rst_ni), .Q(y_o[0]))'
    expect(() => modelOf(chip(clock))).toThrow(/one clock/)
  })
})
