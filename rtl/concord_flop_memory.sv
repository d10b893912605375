// SPDX-License-Identifier: Apache-2.0

/** Memory of flip-flops; behaviour as in concord_memory. `wdata_i` arrives together with `we_i`. */
module concord_flop_memory #(
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

  logic [Width-1:0] mem [Depth];

  if (Segments == 1) begin : gen_word
    always_ff @(posedge clk_i) begin
      if (we_i[0]) begin
        mem[waddr_i] <= wdata_i;
      end
    end
  end else begin : gen_segments
    for (genvar s = 0; s < Segments; s++) begin : gen_segment
      always_ff @(posedge clk_i) begin
        if (we_i[s]) begin
          mem[waddr_i][s*Segment +: Segment] <= wdata_i[s*Segment +: Segment];
        end
      end
    end
  end

  if (OneHot) begin : gen_select
    logic [AddrBits-1:0] addr;

    always_comb begin
      addr = '0;
      for (int w = 0; w < Depth; w++) begin
        addr = addr | (AddrBits'(w) & {AddrBits{raddr_i[w]}});
      end
    end

    assign rdata_o = mem[addr] & {Width{|raddr_i}};
  end else begin : gen_address
    assign rdata_o = mem[raddr_i];
  end

endmodule
