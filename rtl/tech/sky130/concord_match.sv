// SPDX-License-Identifier: Apache-2.0

/** Lanes of two words that are alike, sky130 body: a cell a lane. Mapped for speed, synthesis takes five gates, twice its area, and is no faster. */
module concord_match #(
  parameter int Width = 64
) (
  input  logic [Width-1:0] a_i,
  input  logic [Width-1:0] b_i,
  output logic [Width-1:0] match_o
);

  for (genvar l = 0; l < Width; l++) begin : gen_lane
    sky130_fd_sc_hd__xnor2_1 u_match (.A(a_i[l]), .B(b_i[l]), .Y(match_o[l]));
  end

endmodule
