// SPDX-License-Identifier: Apache-2.0

/**
 * Memory
 *
 * `Depth` words of `Width` bits; one write port with an enable for each segment, one read port.
 * Written at the end of a cycle with `we_i`, readable from the next cycle on; the read is combinational.
 * Contents are undefined until written: nothing clears a memory, a reset neither.
 *
 * `wdata_i` comes when the chosen storage cell wants it: banks have a concord_write_register in front, accumulators, which hold their sum
 * in a register anyway, a concord_write_data.
 */
module concord_memory #(
  parameter  int Depth    = 16,
  parameter  int Width    = 64,
  parameter  int Segment  = Width,  // bits written together
  parameter  bit OneHot   = 0,      // raddr_i has a line for each word; without any the read gives 0
  parameter  bit Latch    = 1,      // storage cell: 1 latch behind a clock gate, 0 flip-flop
  localparam int Segments = Width / Segment,
  localparam int AddrBits = Depth > 1 ? $clog2(Depth) : 1,
  localparam int ReadBits = OneHot ? Depth : AddrBits
) (
  input  logic                clk_i,

  // write
  input  logic [Segments-1:0] we_i,
  input  logic [AddrBits-1:0] waddr_i,
  input  logic [Width-1:0]    wdata_i,

  // read
  input  logic [ReadBits-1:0] raddr_i,
  output logic [Width-1:0]    rdata_o
);

  if (Latch) begin : gen_latch
    concord_latch_memory #(.Depth(Depth), .Width(Width), .Segment(Segment), .OneHot(OneHot)) u_store (
      .clk_i, .we_i, .waddr_i, .wdata_i, .raddr_i, .rdata_o
    );
  end else begin : gen_flop
    concord_flop_memory #(.Depth(Depth), .Width(Width), .Segment(Segment), .OneHot(OneHot)) u_store (
      .clk_i, .we_i, .waddr_i, .wdata_i, .raddr_i, .rdata_o
    );
  end

endmodule
