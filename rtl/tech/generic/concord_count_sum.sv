// SPDX-License-Identifier: Apache-2.0

/** Second half of a count that a register divides, generic body: the first one has counted already. */
module concord_count_sum #(
  parameter  int                                    Width     = 63,
  // Bits of each weight between the halves
  parameter  logic [concord_count_pkg::AllBits-1:0] Saved     = concord_count_pkg::heights(concord_count_pkg::AllBits'(Width), 4),
  localparam int                                    SavedBits = concord_count_pkg::below(Saved, concord_count_pkg::Weights),
  localparam int                                    CountBits = $clog2(Width + 1)
) (
  input  logic [SavedBits-1:0] saved_i,
  output logic [CountBits-1:0] count_o
);

  logic [SavedBits-1:0] unused_saved;

  assign unused_saved = saved_i;
  assign count_o      = saved_i[CountBits-1:0];

endmodule
