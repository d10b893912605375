// SPDX-License-Identifier: Apache-2.0

/** One word of latches behind one clock gate. Takes `data_i` in the high phase of the cycle after `we_i`. */
module concord_latch_word #(
  parameter int Width = 64
) (
  input  logic             clk_i,
  input  logic             we_i,
  input  logic [Width-1:0] data_i,
  output logic [Width-1:0] data_o
);

  logic             gated_clk, open;
  logic [Width-1:0] word;

  concord_clock_gate u_gate (.clk_i, .en_i(we_i), .clk_o(gated_clk));

  // Without delays a simulator may let a flip-flop see through latches that open at its own edge; here they open after it has sampled
`ifdef SYNTHESIS
  assign open = gated_clk;
`else
  always_ff @(posedge gated_clk or negedge gated_clk) begin
    open <= gated_clk;
  end
`endif

  always_latch begin
    if (open) begin
      word = data_i;
    end
  end

  assign data_o = word;

endmodule
