// SPDX-License-Identifier: Apache-2.0

/**
 * Levels of adders between bits and their number, sky130: full and half adder cells, which synthesis does not find by itself. The first
 * level stands here, the others are this module again, up to the bits of `Until` or to one bit a weight. What a level does is
 * concord_count_pkg's. Bits of a lower weight come first, and of a weight first those that wait, then sums, then carries.
 */
module concord_count_levels #(
  parameter  logic [concord_count_pkg::AllBits-1:0] Heights = 3,   // bits of each weight
  parameter  logic [concord_count_pkg::AllBits-1:0] Until   = '0,  // and behind the last level; 0 for all levels
  parameter  int                                    In      = 3,   // of all weights
  parameter  int                                    Out     = 2,
  localparam int                                    Weights = concord_count_pkg::Weights,
  localparam int                                    Bits    = concord_count_pkg::Bits
) (
  input  logic [In-1:0]  bits_i,
  output logic [Out-1:0] bits_o
);

  localparam logic [concord_count_pkg::AllBits-1:0] Next = concord_count_pkg::heights(Heights, 1);

  if (Heights == Until || Next == Heights) begin : gen_done
    assign bits_o = bits_i;
  end else begin : gen_level
    localparam int Left = concord_count_pkg::below(Next, Weights);

    logic [Left-1:0] next;

    for (genvar w = 0; w < Weights; w++) begin : gen_weight
      // Bits of the weight, where they come from and go to, and where its carries go to: behind what the next weight keeps
      localparam int Have        = int'(Heights[w*Bits +: Bits]);
      localparam int Source      = concord_count_pkg::below(Heights, w);
      localparam int Target      = concord_count_pkg::below(Next, w);
      localparam int Full        = Have / 3;
      localparam bit Half        = Have == 2 && Next[w*Bits +: Bits] == 1;
      localparam int Rest        = Half ? 0 : Have - 3 * Full;
      localparam int Above       = w + 1 < Weights ? int'(Heights[(w+1)%Weights*Bits +: Bits]) : 0;
      localparam int CarryTarget = concord_count_pkg::below(Next, w + 1) + Above - 2 * (Above / 3);

      if (Rest > 0) begin : gen_rest
        assign next[Target +: Rest] = bits_i[Source + 3*Full +: Rest];
      end

      for (genvar a = 0; a < Full; a++) begin : gen_full
        sky130_fd_sc_hd__fa_1 u_add (
          .A(bits_i[Source + 3*a]), .B(bits_i[Source + 3*a + 1]), .CIN(bits_i[Source + 3*a + 2]),
          .SUM(next[Target + Rest + a]), .COUT(next[CarryTarget + a])
        );
      end

      if (Half) begin : gen_half
        sky130_fd_sc_hd__ha_1 u_add (
          .A(bits_i[Source]), .B(bits_i[Source + 1]), .SUM(next[Target]), .COUT(next[CarryTarget])
        );
      end
    end

    concord_count_levels #(.Heights(Next), .Until(Until), .In(Left), .Out(Out)) u_levels (.bits_i(next), .bits_o);
  end

endmodule
