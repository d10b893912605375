// SPDX-License-Identifier: Apache-2.0

/** Memory of latches behind a register for the read address, generic body: the address is kept as it is. */
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

  logic [AddrBits-1:0] raddr;

  concord_gated_register #(.Width(AddrBits)) u_raddr (.clk_i, .en_i(re_i), .data_i(raddr_i), .data_o(raddr));
  concord_latch_memory #(.Depth(Depth), .Width(Width), .Segment(Segment)) u_store (
    .clk_i, .we_i, .waddr_i, .wdata_i, .raddr_i(raddr), .rdata_o
  );

endmodule
