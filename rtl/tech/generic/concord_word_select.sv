// SPDX-License-Identifier: Apache-2.0

/** The word of `Depth` whose line is high, 0 without any; generic body. */
module concord_word_select #(
  parameter  int Depth    = 16,
  parameter  int Width    = 64,
  localparam int AddrBits = Depth > 1 ? $clog2(Depth) : 1
) (
  input  logic [Depth*Width-1:0] words_i,
  input  logic [Depth-1:0]       selected_i,  // one at the most
  output logic [Width-1:0]       word_o
);

  logic [AddrBits-1:0] addr;

  always_comb begin
    addr = '0;
    for (int w = 0; w < Depth; w++) begin
      addr = addr | (AddrBits'(w) & {AddrBits{selected_i[w]}});
    end
  end

  assign word_o = words_i[addr*Width +: Width] & {Width{|selected_i}};

endmodule
