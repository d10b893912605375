// SPDX-License-Identifier: Apache-2.0

/** Data for concord_latch_memory, generic body: the memory takes its data in the cycle of the write enable. */
module concord_latch_data #(
  parameter int Width = 64
) (
  input  logic [Width-1:0] now_i,   // data in the cycle of the write enable
  input  logic [Width-1:0] held_i,  // the same data, registered at the end of that cycle
  output logic [Width-1:0] data_o
);

  logic [Width-1:0] unused_held;

  assign unused_held = held_i;
  assign data_o      = now_i;

endmodule
