// SPDX-License-Identifier: Apache-2.0

/**
 * Memory of SRAM macros, in plain SystemVerilog: what macros take at a rising edge they do at the falling edge behind it, so half a cycle is left
 * for what is read. A write leaves nothing to read.
 */
module concord_sram_bank #(
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

  logic [Width-1:0]    mem [Depth];
  logic [Segments-1:0] we_q;
  logic [AddrBits-1:0] addr_q;
  logic [Width-1:0]    wdata_q, rdata_q;
  logic                re_q;

  always_ff @(posedge clk_i) begin
    we_q    <= we_i;
    re_q    <= re_i && !(|we_i);
    addr_q  <= |we_i ? waddr_i : raddr_i;
    wdata_q <= wdata_i;
  end

  for (genvar s = 0; s < Segments; s++) begin : gen_segment
    always_ff @(negedge clk_i) begin
      if (we_q[s]) begin
        mem[addr_q][s*Segment +: Segment] <= wdata_q[s*Segment +: Segment];
      end
    end
  end

  always_ff @(negedge clk_i) begin
    if (|we_q) begin
      rdata_q <= 'x;
    end else if (re_q) begin
      rdata_q <= mem[addr_q];
    end
  end

  assign rdata_o = rdata_q;

endmodule
