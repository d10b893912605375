// SPDX-License-Identifier: Apache-2.0

/**
 * Tap span
 *
 * In one dimension: which taps of a kernel lie inside the input, for a pixel whose tap 0 is at `position_i`.
 *
 *   lo = ceil(max(0, -position) / dilation)        hi = min(taps - 1, floor((size - 1 - position) / dilation))
 *
 * The dilation is a power of two, so both divisions are shifts. `empty_o`: no tap is inside; lo and hi then mean nothing.
 */
module concord_tap_span (
  input  logic [12:0] position_i,  // two's complement
  input  logic [11:0] size_i,
  input  logic [3:0]  taps_i,
  input  logic [1:0]  dilation_i,  // log2

  output logic [3:0]  lo_o,
  output logic [3:0]  hi_o,
  output logic        empty_o
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

  // Clip to the kernel, which has less than 16 taps
  logic beyond;

  assign beyond  = (|last[13:4]) || last[3:0] >= taps_i;
  assign lo_o    = first[3:0];
  assign hi_o    = beyond ? taps_i - 4'd1 : last[3:0];
  assign empty_o = room[13] || (|first[12:4]) || first[3:0] > hi_o;

endmodule
