// SPDX-License-Identifier: Apache-2.0

/** Memory of SRAM macros, generic body: the same behaviour at clock edges, without the macros' sizes and their falling edge. */
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

  logic [Width-1:0] mem [Depth];
  logic [Width-1:0] rdata_q;

  for (genvar s = 0; s < Segments; s++) begin : gen_segment
    always_ff @(posedge clk_i) begin
      if (we_i[s]) begin
        mem[waddr_i][s*Segment +: Segment] <= wdata_i[s*Segment +: Segment];
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (re_i) begin
      rdata_q <= mem[raddr_i];
    end
  end

  assign rdata_o = rdata_q;

endmodule
