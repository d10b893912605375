// SPDX-License-Identifier: Apache-2.0

/** First half of a count that a register divides, sky130 body: levels of adder cells, each of which leaves less bits to register. */
module concord_count_save #(
  parameter  int                                    Width     = 63,
  // Bits of each weight between the halves
  parameter  logic [concord_count_pkg::AllBits-1:0] Saved     = concord_count_pkg::heights(concord_count_pkg::AllBits'(Width), 4),
  localparam int                                    SavedBits = concord_count_pkg::below(Saved, concord_count_pkg::Weights)
) (
  input  logic [Width-1:0]     bits_i,
  output logic [SavedBits-1:0] saved_o
);

  concord_count_levels #(
    .Heights(concord_count_pkg::AllBits'(Width)), .Until(Saved), .In(Width), .Out(SavedBits)
  ) u_levels (.bits_i, .bits_o(saved_o));

endmodule
