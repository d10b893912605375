// SPDX-License-Identifier: Apache-2.0

/**
 * Write data of a concord_memory, when it wants them: with the write enable (flip-flops), or in the cycle after it (latches). For latches
 * there is a register in front of the memory which is all that stands between an edge of the clock and the tree to the words: they have half a
 * cycle to arrive in. It takes nothing but what is written here, so data for other memories do not toggle that tree.
 */
module concord_write_register #(
  parameter int Width = 64,
  parameter bit Latch = 1
) (
  input  logic             clk_i,
  input  logic             we_i,    // some of the data are written
  input  logic [Width-1:0] data_i,  // in the cycle of the write enable
  output logic [Width-1:0] data_o
);

  if (Latch) begin : gen_latch
    logic [Width-1:0] held;

    concord_gated_register #(.Width(Width)) u_held (.clk_i, .en_i(we_i), .data_i, .data_o(held));
    concord_latch_data #(.Width(Width)) u_data (.now_i(data_i), .held_i(held), .data_o);
  end else begin : gen_flop
    logic unused_clk, unused_we;

    assign unused_clk = clk_i;
    assign unused_we  = we_i;
    assign data_o     = data_i;
  end

endmodule
