// SPDX-License-Identifier: Apache-2.0

/**
 * Tap steps
 *
 * So many steps of a RUN as the number of a tap says, as two numbers that are still to be added: the number has two digits of two bits,
 * and of a digit none, one, two or three steps are taken. Three steps are added up as soon as the step is set, at the latest two cycles
 * before a pixel needs them.
 */
module concord_tap_steps #(
  parameter int Width = 11
) (
  input  logic             clk_i,
  input  logic [Width-1:0] step_i,  // constant while a RUN lasts
  input  logic [3:0]       tap_i,
  output logic [Width-1:0] low_o,
  output logic [Width-1:0] high_o
);

  logic [Width-1:0] triple_q, digit_low, digit_high;

  always_ff @(posedge clk_i) begin
    triple_q <= step_i + (step_i << 1);
  end

  always_comb begin
    case (tap_i[1:0])
      2'd0:    digit_low = '0;
      2'd1:    digit_low = step_i;
      2'd2:    digit_low = step_i << 1;
      default: digit_low = triple_q;
    endcase
    case (tap_i[3:2])
      2'd0:    digit_high = '0;
      2'd1:    digit_high = step_i;
      2'd2:    digit_high = step_i << 1;
      default: digit_high = triple_q;
    endcase
  end

  assign low_o  = digit_low;
  assign high_o = digit_high << 2;

endmodule
