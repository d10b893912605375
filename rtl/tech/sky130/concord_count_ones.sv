// SPDX-License-Identifier: Apache-2.0

/**
 * Number of ones, sky130 body: a tree of full and half adder cells, which synthesis does not find by itself.
 *
 * Width = Low + High + 1: two halves are counted and added, and the bit left over is the carry into their sum. A width of
 * 2^k - 1 takes 2^k - 1 - k full adders, the least there is; each further one adds a half adder at the most.
 */
module concord_count_ones #(
  parameter  int Width     = 64,
  localparam int CountBits = $clog2(Width + 1)
) (
  input  logic [Width-1:0]     bits_i,
  output logic [CountBits-1:0] count_o
);

  if (Width == 1) begin : gen_one
    assign count_o = bits_i;
  end else if (Width == 2) begin : gen_two
    sky130_fd_sc_hd__ha_1 u_add (.A(bits_i[0]), .B(bits_i[1]), .COUT(count_o[1]), .SUM(count_o[0]));
  end else begin : gen_halves
    localparam int Low      = (Width - 1) / 2;
    localparam int High     = Width - 1 - Low;
    localparam int LowBits  = $clog2(Low + 1);
    localparam int HighBits = $clog2(High + 1);

    logic [LowBits-1:0]  low;
    logic [HighBits-1:0] high;
    logic [HighBits:0]   carry;

    concord_count_ones #(.Width(Low)) u_low (.bits_i(bits_i[Low-1:0]), .count_o(low));
    concord_count_ones #(.Width(High)) u_high (.bits_i(bits_i[Low +: High]), .count_o(high));

    assign carry[0]          = bits_i[Width-1];
    assign count_o[HighBits] = carry[HighBits];

    for (genvar b = 0; b < HighBits; b++) begin : gen_bit
      if (b < LowBits) begin : gen_full
        sky130_fd_sc_hd__fa_1 u_add (
          .A(low[b]), .B(high[b]), .CIN(carry[b]), .COUT(carry[b+1]), .SUM(count_o[b])
        );
      end else begin : gen_half
        sky130_fd_sc_hd__ha_1 u_add (.A(high[b]), .B(carry[b]), .COUT(carry[b+1]), .SUM(count_o[b]));
      end
    end
  end

endmodule
