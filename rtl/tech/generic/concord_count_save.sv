// SPDX-License-Identifier: Apache-2.0

/**
 * First half of a count that a register divides, generic body: the whole count, in as many bits as the other body needs. What they mean is
 * between the two halves.
 */
module concord_count_save #(
  parameter  int                                    Width     = 63,
  // Bits of each weight between the halves
  parameter  logic [concord_count_pkg::AllBits-1:0] Saved     = concord_count_pkg::heights(concord_count_pkg::AllBits'(Width), 4),
  localparam int                                    SavedBits = concord_count_pkg::below(Saved, concord_count_pkg::Weights)
) (
  input  logic [Width-1:0]     bits_i,
  output logic [SavedBits-1:0] saved_o
);

  assign saved_o = SavedBits'($countones(bits_i));

endmodule
