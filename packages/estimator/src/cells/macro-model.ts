import { MACRO_BITS } from '../technology/technology.js'
import type { LibraryCell } from './cell-library.js'

/**
 * Functional Verilog model of an SRAM macro, port 0: what it takes at the rising edge it does at the falling one. It starts with zeros, as memories
 * do in every model of the chip, and gives nothing that can be used behind a write.
 */
export function macroModel(name: string, { macro, inputsFf }: LibraryCell): string {
  const { clock, words } = macro!
  const bits = Math.log2(words)
  const bytes = Array.from({ length: MACRO_BITS / 8 }, (_, byte) => {
    const range = `[${8 * byte + 7}:${8 * byte}]`
    return `        if (mask[${byte}]) mem[addr]${range} = data${range};`
  })
  const widths: Record<string, number> = {
    wmask0: MACRO_BITS / 8,
    din0: MACRO_BITS,
    addr0: bits,
    addr1: bits,
  }
  const inputs = Object.keys(inputsFf).map((pin) => {
    const width = widths[pin] ?? 1
    return `input ${width > 1 ? `[${width - 1}:0] ` : ''}${pin}`
  })
  const outputs = [`output reg [${MACRO_BITS - 1}:0] dout0`, `output [${MACRO_BITS - 1}:0] dout1`]
  return [
    `module ${name} (${[...inputs, ...outputs].join(', ')});`,
    `  reg [${MACRO_BITS - 1}:0] mem [0:${words - 1}];`,
    '  reg on, write;',
    `  reg [${MACRO_BITS / 8 - 1}:0] mask;`,
    `  reg [${bits - 1}:0] addr;`,
    `  reg [${MACRO_BITS - 1}:0] data;`,
    '  integer word;',
    '  initial begin',
    "    on = 1'b0;",
    `    for (word = 0; word < ${words}; word = word + 1) mem[word] = ${MACRO_BITS}'d0;`,
    '  end',
    `  always @(posedge ${clock}) begin`,
    '    on = !csb0; write = !web0; mask = wmask0; addr = addr0; data = din0;',
    '  end',
    `  always @(negedge ${clock}) begin`,
    '    if (on) begin',
    '      if (write) begin',
    ...bytes,
    `        dout0 = ${MACRO_BITS}'bx;`,
    '      end else dout0 = mem[addr];',
    '    end',
    '  end',
    'endmodule',
    '',
  ].join('\n')
}
