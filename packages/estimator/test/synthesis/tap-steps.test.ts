import { expect, it } from 'vitest'
import { readRtl } from '../../src/synthesis/read-rtl.js'
import { runYosys } from '../../src/synthesis/run-yosys.js'

const source = readRtl('generic')['concord_tap_steps.sv']!

/** Random programs seldom reach taps of three and more, so all of them are proven: a cycle after a step was set both numbers add up to the product. */
async function prove(body: string): Promise<void> {
  await runYosys(
    {
      'steps.sv': body,
      'pair.sv': `module pair(input logic clk_i, input logic [10:0] step_i, input logic [3:0] tap_i, output logic right_o);
        logic [10:0] low, high, step_q;
        concord_tap_steps #(.Width(11)) u_steps (.clk_i, .step_i, .tap_i, .low_o(low), .high_o(high));
        always_ff @(posedge clk_i) step_q <= step_i;
        assign right_o = step_q != step_i || 11'(low + high) == 11'(tap_i * step_i);
      endmodule`,
    },
    [
      'read_verilog -sv -defer steps.sv pair.sv',
      ...['hierarchy -check -top pair', 'proc', 'flatten', 'opt -full'],
      'sat -verify -tempinduct -set-init-zero -prove right_o 1 pair',
    ].join('\n'),
  )
}

it('a tap takes as many steps as its number says', () => prove(source))

it('refutes three steps that are two', async () => {
  await expect(prove(source.replace('step_i + (step_i << 1)', 'step_i << 1'))).rejects.toThrow(
    /proof did fail/,
  )
})
