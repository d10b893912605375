// SPDX-License-Identifier: Apache-2.0

/**
 * Memory of latches behind a register for the read address, which holds the address decoded: a line for each value of its low half and one for
 * each of its high half. Between that register and the words stands one AND gate a word.
 */
module concord_latch_bank #(
  parameter  int Depth    = 512,
  parameter  int Width    = 32,
  parameter  int Segment  = Width,
  localparam int Segments = Width / Segment,
  localparam int AddrBits = $clog2(Depth)
) (
  input  logic                clk_i,

  input  logic [Segments-1:0] we_i,
  input  logic [AddrBits-1:0] waddr_i,
  input  logic [Width-1:0]    wdata_i,

  input  logic                re_i,
  input  logic [AddrBits-1:0] raddr_i,
  output logic [Width-1:0]    rdata_o
);

  localparam int LowBits  = AddrBits / 2;
  localparam int HighBits = AddrBits - LowBits;
  localparam int Lows     = 1 << LowBits;
  localparam int Highs    = (Depth + Lows - 1) / Lows;

  logic [Lows-1:0]  low_d, low;
  logic [Highs-1:0] high_d, high;
  logic [Depth-1:0] selected;

  for (genvar l = 0; l < Lows; l++) begin : gen_low
    assign low_d[l] = raddr_i[LowBits-1:0] == LowBits'(l);
  end

  for (genvar h = 0; h < Highs; h++) begin : gen_high
    assign high_d[h] = raddr_i[AddrBits-1:LowBits] == HighBits'(h);
  end

  for (genvar w = 0; w < Depth; w++) begin : gen_word
    assign selected[w] = high[w / Lows] && low[w % Lows];
  end

  concord_gated_register #(.Width(Highs + Lows)) u_lines (
    .clk_i, .en_i(re_i), .data_i({high_d, low_d}), .data_o({high, low})
  );
  concord_latch_memory #(.Depth(Depth), .Width(Width), .Segment(Segment), .OneHot(1)) u_store (
    .clk_i, .we_i, .waddr_i, .wdata_i, .raddr_i(selected), .rdata_o
  );

endmodule
