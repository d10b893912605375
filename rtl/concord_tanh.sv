// SPDX-License-Identifier: Apache-2.0

/** Table of tanh: entry j (two's complement) is 32767 * tanh((j + 0.5) / 32), rounded. Odd around -0.5, so half of it is stored. */
module concord_tanh (
  input  logic [7:0]  index_i,
  output logic [15:0] entry_o
);

  logic [6:0]  place;
  logic [15:0] magnitude;

  assign place     = index_i[6:0] ^ {7{index_i[7]}};
  assign magnitude = concord_pkg::TanhTable[place*16 +: 16];
  assign entry_o   = index_i[7] ? -magnitude : magnitude;

endmodule
