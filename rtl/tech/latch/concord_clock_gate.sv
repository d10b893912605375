// SPDX-License-Identifier: Apache-2.0

/** Clock gate: the enable is latched while the clock is low, so `clk_o` never glitches. */
module concord_clock_gate (
  input  logic clk_i,
  input  logic en_i,
  output logic clk_o
);

  logic en_latched;

  always_latch begin
    if (!clk_i) begin
      en_latched = en_i;
    end
  end

  assign clk_o = clk_i & en_latched;

endmodule
