// SPDX-License-Identifier: Apache-2.0

/**
 * Latch memory: a latch for each bit, a clock gate for each segment of each word, one in front of those of eight words.
 *
 * The gate's clock pulses in the high phase of the cycle after `we_i`. In that cycle `wdata_i` must hold still:
 * concord_latch_data supplies the registered data. A latch that is not written sees no clock.
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

  localparam int GroupWords = 8;
  localparam int Groups     = (Depth + GroupWords - 1) / GroupWords;

  logic [Depth*Width-1:0] mem;

  // A clock gate for the words of a group: those of the other words see no clock either, and a gate burns as much as a flip-flop
  for (genvar g = 0; g < Groups; g++) begin : gen_group
    localparam int Words = (Depth - g * GroupWords < GroupWords) ? Depth - g * GroupWords : GroupWords;

    logic [Words-1:0] named;
    logic             group_clk;

    if (Depth == 1) begin : gen_alone
      assign group_clk = clk_i;
    end else begin : gen_gate
      concord_clock_gate u_gate (.clk_i, .en_i(|we_i && |named), .clk_o(group_clk));
    end

    for (genvar w = 0; w < Words; w++) begin : gen_word
      localparam int Word = g * GroupWords + w;

      assign named[w] = waddr_i == AddrBits'(Word);

      for (genvar s = 0; s < Segments; s++) begin : gen_segment
        concord_latch_word #(.Width(Segment)) u_word (
          .clk_i  (group_clk),
          .we_i   (we_i[s] && named[w]),
          .data_i (wdata_i[s*Segment +: Segment]),
          .data_o (mem[Word*Width + s*Segment +: Segment])
        );
      end
    end
  end

  if (Depth == 1 && !OneHot) begin : gen_one
    logic unused_addr;

    assign unused_addr = raddr_i[0];
    assign rdata_o     = mem;
  end else begin : gen_select
    logic [Depth-1:0] selected;

    for (genvar w = 0; w < Depth; w++) begin : gen_word
      assign selected[w] = OneHot ? raddr_i[OneHot ? w : 0] : raddr_i == ReadBits'(w);
    end

    concord_word_select #(.Depth(Depth), .Width(Width)) u_select (
      .words_i(mem), .selected_i(selected), .word_o(rdata_o)
    );
  end

endmodule
