// SPDX-License-Identifier: Apache-2.0

/** Lanes of two words that are alike, generic body. */
module concord_match #(
  parameter int Width = 64
) (
  input  logic [Width-1:0] a_i,
  input  logic [Width-1:0] b_i,
  output logic [Width-1:0] match_o
);

  assign match_o = a_i ~^ b_i;

endmodule
