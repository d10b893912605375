// SPDX-License-Identifier: Apache-2.0

/** Clock gate, sky130 body: one cell, whose latch and AND gate cannot drift apart in placement. */
module concord_clock_gate (
  input  logic clk_i,
  input  logic en_i,
  output logic clk_o
);

  sky130_fd_sc_hd__dlclkp_1 u_gate (.CLK(clk_i), .GATE(en_i), .GCLK(clk_o));

endmodule
