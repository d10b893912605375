// SPDX-License-Identifier: Apache-2.0

/** One of `Depth` words, generic body. */
module concord_word_select #(
  parameter  int Depth    = 16,
  parameter  int Width    = 64,
  localparam int AddrBits = Depth > 1 ? $clog2(Depth) : 1
) (
  input  logic [Depth*Width-1:0] words_i,
  input  logic [AddrBits-1:0]    addr_i,
  output logic [Width-1:0]       word_o
);

  assign word_o = words_i[addr_i*Width +: Width];

endmodule
