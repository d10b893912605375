// SPDX-License-Identifier: Apache-2.0

/** Picks the write data a concord_memory wants: with the write enable (flip-flops) or held for a cycle (latches). */
module concord_write_data #(
  parameter int Width = 64,
  parameter bit Latch = 1
) (
  input  logic [Width-1:0] now_i,   // data in the cycle of the write enable
  input  logic [Width-1:0] held_i,  // the same data, registered at the end of that cycle
  output logic [Width-1:0] data_o
);

  if (Latch) begin : gen_latch
    concord_latch_data #(.Width(Width)) u_data (.now_i, .held_i, .data_o);
  end else begin : gen_flop
    logic [Width-1:0] unused_held;

    assign unused_held = held_i;
    assign data_o      = now_i;
  end

endmodule
