// SPDX-License-Identifier: Apache-2.0

/** Number of ones, generic body: one operator, which simulators run as one instruction. */
module concord_count_ones #(
  parameter  int Width     = 64,
  localparam int CountBits = $clog2(Width + 1)
) (
  input  logic [Width-1:0]     bits_i,
  output logic [CountBits-1:0] count_o
);

  assign count_o = CountBits'($countones(bits_i));

endmodule
