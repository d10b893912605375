// SPDX-License-Identifier: Apache-2.0

/**
 * The word of `Depth` whose line is high, 0 without any; sky130 body: AND with the lines, three words a cell, then OR. A word takes
 * 3.3 µm² a bit that way and about 0.7 for the OR; a tree of multiplexers takes 7.
 */
module concord_word_select #(
  parameter int Depth = 16,
  parameter int Width = 64
) (
  input  logic [Depth*Width-1:0] words_i,
  input  logic [Depth-1:0]       selected_i,  // one at the most
  output logic [Width-1:0]       word_o
);

  localparam int Groups = (Depth + 2) / 3;
  localparam int Last   = Depth - 3 * (Groups - 1);  // words in the last group

  if (Depth == 1) begin : gen_one
    assign word_o = words_i & {Width{selected_i[0]}};
  end else begin : gen_select
    for (genvar b = 0; b < Width; b++) begin : gen_bit
      logic [Groups-1:0] none_n;  // low when the group gives a one

      for (genvar g = 0; g < Groups; g++) begin : gen_group
        localparam int Word = 3 * g;

        if (g < Groups - 1 || Last == 3) begin : gen_three
          sky130_fd_sc_hd__a222oi_1 u_and_or (
            .A1(words_i[Word*Width + b]),     .A2(selected_i[Word]),
            .B1(words_i[(Word+1)*Width + b]), .B2(selected_i[Word+1]),
            .C1(words_i[(Word+2)*Width + b]), .C2(selected_i[Word+2]),
            .Y(none_n[g])
          );
        end else if (Last == 2) begin : gen_two
          sky130_fd_sc_hd__a22oi_1 u_and_or (
            .A1(words_i[Word*Width + b]),     .A2(selected_i[Word]),
            .B1(words_i[(Word+1)*Width + b]), .B2(selected_i[Word+1]),
            .Y(none_n[g])
          );
        end else begin : gen_single
          sky130_fd_sc_hd__nand2_1 u_and (.A(words_i[Word*Width + b]), .B(selected_i[Word]), .Y(none_n[g]));
        end
      end

      assign word_o[b] = !(&none_n);
    end
  end

endmodule
