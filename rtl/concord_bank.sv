// SPDX-License-Identifier: Apache-2.0

/**
 * Bank
 *
 * Memory whose read address waits in a register of its own: the word named in a cycle with `re_i` is read from the next cycle on, until another
 * one is named. So an address is decoded in the cycle in which it is made, and a macro can take it.
 *
 * Written at the end of a cycle with `we_i`; the first `re_i` that sees it is one in a later cycle. Never both in one cycle: a bank has one
 * owner, and no engine reads the bank that it writes.
 */
module concord_bank #(
  parameter  int Depth    = 512,
  parameter  int Width    = 32,
  parameter  int Segment  = Width,  // bits written together
  parameter  bit Latch    = 1,      // storage cell: 1 latch behind a clock gate, 0 flip-flop
  parameter  bit Sram     = 0,      // SRAM macros instead of either
  localparam int Segments = Width / Segment,
  localparam int AddrBits = $clog2(Depth)
) (
  input  logic                clk_i,

  // write
  input  logic [Segments-1:0] we_i,
  input  logic [AddrBits-1:0] waddr_i,
  input  logic [Width-1:0]    wdata_i,  // in the cycle of the write enable

  // read
  input  logic                re_i,
  input  logic [AddrBits-1:0] raddr_i,
  output logic [Width-1:0]    rdata_o
);

  if (Sram) begin : gen_sram
    concord_sram_bank #(.Depth(Depth), .Width(Width), .Segment(Segment)) u_store (
      .clk_i, .we_i, .waddr_i, .wdata_i, .re_i, .raddr_i, .rdata_o
    );
  end else if (Latch) begin : gen_latch
    logic [Width-1:0] wdata;

    concord_write_register #(.Width(Width)) u_data (.clk_i, .we_i(|we_i), .data_i(wdata_i), .data_o(wdata));
    concord_latch_bank #(.Depth(Depth), .Width(Width), .Segment(Segment)) u_store (
      .clk_i, .we_i, .waddr_i, .wdata_i(wdata), .re_i, .raddr_i, .rdata_o
    );
  end else begin : gen_flop
    logic [AddrBits-1:0] raddr;

    concord_gated_register #(.Width(AddrBits)) u_raddr (.clk_i, .en_i(re_i), .data_i(raddr_i), .data_o(raddr));
    concord_flop_memory #(.Depth(Depth), .Width(Width), .Segment(Segment)) u_store (
      .clk_i, .we_i, .waddr_i, .wdata_i, .raddr_i(raddr), .rdata_o
    );
  end

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    assert (!(|we_i && re_i)) else $error("a bank is read and written in one cycle");
  end
`endif

endmodule
