// SPDX-License-Identifier: Apache-2.0

/** Data for concord_latch_memory: the latches are open in the cycle after the write enable, so they take the held copy. */
module concord_latch_data #(
  parameter int Width = 64
) (
  input  logic [Width-1:0] now_i,   // data in the cycle of the write enable
  input  logic [Width-1:0] held_i,  // the same data, registered at the end of that cycle
  output logic [Width-1:0] data_o
);

  logic [Width-1:0] unused_now;

  assign unused_now = now_i;
  assign data_o     = held_i;

endmodule
