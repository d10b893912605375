// SPDX-License-Identifier: Apache-2.0

/** One word of latches behind one clock gate, sky130 body. Takes `data_i` in the high phase of the cycle after `we_i`. */
module concord_latch_word #(
  parameter int Width = 64
) (
  input  logic             clk_i,
  input  logic             we_i,
  input  logic [Width-1:0] data_i,
  output logic [Width-1:0] data_o
);

  logic gated_clk;

  concord_clock_gate u_gate (.clk_i, .en_i(we_i), .clk_o(gated_clk));

  for (genvar b = 0; b < Width; b++) begin : gen_bit
    sky130_fd_sc_hd__dlxtp_1 u_latch (.D(data_i[b]), .GATE(gated_clk), .Q(data_o[b]));
  end

endmodule
