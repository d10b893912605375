// SPDX-License-Identifier: Apache-2.0

/**
 * Wide bank
 *
 * One memory of words of PostLanes int16 values with one read and one write port. Like an activation bank it belongs to its owner
 * alone: load or the post unit writes, the post unit or the store engine reads.
 */
module concord_wide_bank #(
  parameter  int Words        = 64,
  parameter  int PostLanes    = 4,
  parameter  bit Latch        = 1,
  localparam int WideAddrBits = Words > 1 ? $clog2(Words) : 1,
  localparam int WideBits     = 16 * PostLanes
) (
  input  logic                    clk_i,

  // ownership
  input  logic                    load_owns_i,
  input  logic                    store_owns_i,

  // load engine
  input  logic                    load_we_i,
  input  logic [WideAddrBits-1:0] load_waddr_i,
  input  logic [WideBits-1:0]     load_wdata_i,

  // post unit
  input  logic                    post_we_i,
  input  logic [WideAddrBits-1:0] post_waddr_i,
  input  logic [WideBits-1:0]     post_wdata_i,
  input  logic [WideAddrBits-1:0] post_raddr_i,

  // store engine
  input  logic [WideAddrBits-1:0] store_raddr_i,

  output logic [WideBits-1:0]     rdata_o  // for the owner
);

  logic                    we;
  logic [WideBits-1:0]     data, wdata;
  logic [WideAddrBits-1:0] waddr, raddr;

  assign we    = load_we_i || post_we_i;
  assign waddr = load_owns_i ? load_waddr_i : post_waddr_i;
  assign data  = load_owns_i ? load_wdata_i : post_wdata_i;
  assign raddr = store_owns_i ? store_raddr_i : post_raddr_i;

  concord_write_register #(.Width(WideBits), .Latch(Latch)) u_data (.clk_i, .we_i(we), .data_i(data), .data_o(wdata));
  concord_memory #(.Depth(Words), .Width(WideBits), .Latch(Latch)) u_bank (
    .clk_i, .we_i(we), .waddr_i(waddr), .wdata_i(wdata), .raddr_i(raddr), .rdata_o
  );

endmodule
