// SPDX-License-Identifier: Apache-2.0

/**
 * Register without reset that holds unless enabled, sky130 body: its clock stops instead. A multiplexer in front of each flip-flop would take
 * 11.3 µm² a bit and leave the clock running.
 */
module concord_gated_register #(
  parameter int Width = 16
) (
  input  logic             clk_i,
  input  logic             en_i,
  input  logic [Width-1:0] data_i,
  output logic [Width-1:0] data_o
);

  logic             gated_clk;
  logic [Width-1:0] data_q;

  concord_clock_gate u_gate (.clk_i, .en_i, .clk_o(gated_clk));

  always_ff @(posedge gated_clk) begin
    data_q <= data_i;
  end

  assign data_o = data_q;

endmodule
