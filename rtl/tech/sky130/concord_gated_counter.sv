// SPDX-License-Identifier: Apache-2.0

/**
 * Counts the cycles in which it is enabled, and wraps, sky130 body: its clock stops instead. Otherwise synthesis makes the enable the first carry,
 * and an enable that comes late waits for all of them.
 */
module concord_gated_counter #(
  parameter int Width = 32
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             en_i,
  output logic [Width-1:0] count_o
);

  logic [Width-1:0] count_q;
  logic             gated_clk;

  concord_clock_gate u_gate (.clk_i, .en_i, .clk_o(gated_clk));

  always_ff @(posedge gated_clk or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= '0;
    end else begin
      count_q <= count_q + 1'b1;
    end
  end

  assign count_o = count_q;

endmodule
