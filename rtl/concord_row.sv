// SPDX-License-Identifier: Apache-2.0

/**
 * Row
 *
 * One output channel in flight. Multiplies a word of activations by a word of its weights (XNOR; bit 1 stands for +1, bit 0
 * for -1), counts the matches and adds the count to the running count P of the pixel. The sum of the products is 2 * P - V, where V counts
 * the valid lanes: it is the same for every row, so the array counts it once, and what is subtracted, doubled and padded is the array's
 * business as well. Lanes beyond the channels hold activation 0 and weight 1, so they never match; in a word that is subtracted
 * the activations come inverted, and there they always do.
 *
 * P has a bit less than a sum, for it is doubled before anyone sees it.
 */
module concord_row #(
  parameter  int Lanes          = 64,
  parameter  int WeightDepth    = 16,  // words of one bank
  parameter  int AccDepth       = 16,
  parameter  int AccBits        = 16,
  parameter  int PopcountStages = 1,
  parameter  bit WeightLatch    = 1,
  parameter  bit AccLatch       = 1,
  localparam int CountBits      = $clog2(Lanes),
  localparam int FileBits       = AccDepth > 1 ? $clog2(AccDepth) : 1,
  localparam int WeightWords    = 2 * WeightDepth,
  localparam int WeightAddrBits = $clog2(WeightWords)
) (
  input  logic                        clk_i,

  // weight load
  input  logic                        weight_we_i,
  input  logic [WeightAddrBits-1:0]   weight_waddr_i,  // bank 0 first, then bank 1
  input  logic [Lanes-1:0]            weight_wdata_i,

  // operands
  input  logic [Lanes-1:0]            act_i,
  input  logic [WeightWords-1:0]      weight_select_i,  // the word that is read

  // accumulate, PopcountStages cycles after the operands
  input  logic                        valid_i,  // the row is used and the word is to be added
  input  logic                        keep_i,
  input  logic                        double_i,
  input  logic [AccDepth-1:0]         file_select_i,
  input  logic                        save_i,
  input  logic                        drain_i,
  input  logic [FileBits-1:0]         entry_i,

  // count of the last pixel that ended without save
  output logic [AccBits-2:0]          drain_o
);

  // Weights: two banks, one memory; load writes one bank while the array reads the other
  logic [Lanes-1:0] weight;

  concord_memory #(.Depth(WeightWords), .Width(Lanes), .OneHot(1), .Latch(WeightLatch)) u_weights (
    .clk_i,
    .we_i(weight_we_i), .waddr_i(weight_waddr_i), .wdata_i(weight_wdata_i),
    .raddr_i(weight_select_i), .rdata_o(weight)
  );

  // Multiply and count
  logic [Lanes-1:0]     match;
  logic [CountBits-1:0] count;
  logic                 last;

  concord_match #(.Width(Lanes)) u_match (.a_i(act_i), .b_i(weight), .match_o(match));

  concord_popcount #(.Lanes(Lanes), .Stages(PopcountStages)) u_popcount (
    .clk_i, .match_i(match), .count_o(count), .last_o(last)
  );

  // Accumulate
  concord_accumulator #(
    .Width(AccBits - 1), .AddendBits(CountBits), .AccDepth(AccDepth), .AccLatch(AccLatch)
  ) u_accumulator (
    .clk_i,
    .valid_i, .keep_i, .double_i, .file_select_i, .save_i, .drain_i, .entry_i,
    .addend_i(count), .carry_i(last), .drain_o
  );

endmodule
