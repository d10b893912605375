// SPDX-License-Identifier: Apache-2.0

/**
 * Tap span
 *
 * In one dimension: between which taps the input lies, for a pixel whose tap 0 is at `position_i` and a kernel without end.
 *
 *   lo = ceil(max(0, -position) / dilation)        hi = floor((size - 1 - position) / dilation)
 *
 * The dilation is a power of two, so both divisions are shifts. Taps are numbered up to 15, which is behind the last of any kernel:
 * `beyond_o`: hi is larger; `outside_o`: lo is larger, or the input ends before tap 0.
 */
module concord_tap_span (
  input  logic [12:0] position_i,  // two's complement
  input  logic [11:0] size_i,
  input  logic [1:0]  dilation_i,  // log2

  output logic [3:0]  lo_o,
  output logic [3:0]  hi_o,
  output logic        beyond_o,
  output logic        outside_o
);

  // First tap inside: of a negative position, minus floor(position / dilation), so the division comes before the sign
  logic [12:0] floor;
  logic [12:0] first;

  assign floor = $signed(position_i) >>> dilation_i;
  assign first = position_i[12] ? -floor : 13'd0;

  // Last tap inside; size - 1 - position is one addition
  logic [13:0] room, last;

  assign room = {2'b0, size_i} + ~{position_i[12], position_i};
  assign last = room >> dilation_i;

  assign lo_o      = first[3:0];
  assign hi_o      = last[3:0];
  assign beyond_o  = last[13:4] != '0;
  assign outside_o = room[13] || first[12:4] != '0;

endmodule
