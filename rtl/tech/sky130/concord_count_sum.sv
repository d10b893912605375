// SPDX-License-Identifier: Apache-2.0

/** Second half of a count that a register divides, sky130 body: the other levels, down to one bit a weight. */
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

  concord_count_levels #(.Heights(Saved), .In(SavedBits), .Out(CountBits)) u_levels (
    .bits_i(saved_i), .bits_o(count_o)
  );

endmodule
