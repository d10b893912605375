// SPDX-License-Identifier: Apache-2.0

/**
 * Latch memory, generic body: the same behaviour at clock edges, without the latches. For simulators, which
 * run it many times faster; rtl/tech/latch holds the body that becomes silicon.
 */
module concord_latch_memory #(
  parameter  int Depth    = 16,
  parameter  int Width    = 64,
  parameter  int Segment  = Width,
  parameter  bit OneHot   = 0,
  localparam int Segments = Width / Segment,
  localparam int AddrBits = Depth > 1 ? $clog2(Depth) : 1,
  localparam int ReadBits = OneHot ? Depth : AddrBits
) (
  input  logic                clk_i,

  input  logic [Segments-1:0] we_i,
  input  logic [AddrBits-1:0] waddr_i,
  input  logic [Width-1:0]    wdata_i,

  input  logic [ReadBits-1:0] raddr_i,
  output logic [Width-1:0]    rdata_o
);

  concord_flop_memory #(.Depth(Depth), .Width(Width), .Segment(Segment), .OneHot(OneHot)) u_store (
    .clk_i, .we_i, .waddr_i, .wdata_i, .raddr_i, .rdata_o
  );

endmodule
