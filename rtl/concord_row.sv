// SPDX-License-Identifier: Apache-2.0

/**
 * Row
 *
 * One output channel in flight. Multiplies a word of activations by a word of its weights (XNOR; bit 1 stands for +1, bit 0
 * for -1), counts the matches, and adds the partial sum d = 2 * count - valid lanes to the running sum of the pixel, which
 * can be doubled first and d be subtracted (planes with powers of two as coefficients, largest first). Lanes beyond the channels
 * hold activation 0 and weight 1: they never match, so only `valid_lanes_i` has to know of them.
 *
 * The sum of a pixel ends in the drain register for the post unit, or in the accumulator file until the RUN that goes on with it.
 */
module concord_row #(
  parameter  int Lanes          = 64,
  parameter  int WeightDepth    = 16,  // words of one bank
  parameter  int AccDepth       = 16,
  parameter  int AccBits        = 16,
  parameter  int PopcountStages = 1,
  parameter  bit WeightLatch    = 1,
  parameter  bit AccLatch       = 1,
  localparam int CountBits      = $clog2(Lanes + 1),
  localparam int EntryBits      = $clog2(AccDepth + 1),
  localparam int FileBits       = AccDepth > 1 ? $clog2(AccDepth) : 1,
  localparam int WeightAddrBits = $clog2(2 * WeightDepth)
) (
  input  logic                        clk_i,

  // weight load
  input  logic                        weight_we_i,
  input  logic [WeightAddrBits-1:0]   weight_waddr_i,  // bank 0 first, then bank 1
  input  logic [Lanes-1:0]            weight_wdata_i,

  // operands
  input  logic [Lanes-1:0]            act_i,
  input  logic [WeightAddrBits-1:0]   weight_raddr_i,

  // accumulate, PopcountStages cycles after the operands
  input  logic                        valid_i,  // the row is used and the word is to be added
  input  logic                        null_i,  // the word adds nothing
  input  logic                        first_i,  // the word starts a pixel
  input  logic                        last_i,  // the word ends a pixel
  input  logic                        load_i,  // the pixel goes on with its entry of the file
  input  logic                        save_i,  // the pixel's sum goes to the file
  input  logic                        double_i,
  input  logic                        negate_i,
  input  logic [EntryBits-1:0]        entry_i,
  input  logic [CountBits-1:0]        valid_lanes_i,

  // sum of the last pixel that ended without save
  output logic [AccBits-1:0]          drain_o
);

  // Weights: two banks, one memory; load writes one bank while the array reads the other
  logic [Lanes-1:0] weight;

  concord_memory #(.Depth(2 * WeightDepth), .Width(Lanes), .Latch(WeightLatch)) u_weights (
    .clk_i,
    .we_i(weight_we_i), .waddr_i(weight_waddr_i), .wdata_i(weight_wdata_i),
    .raddr_i(weight_raddr_i), .rdata_o(weight)
  );

  // Multiply and count
  logic [Lanes-1:0]     match;
  logic [CountBits-1:0] match_count;

  assign match = act_i ~^ weight;

  concord_popcount #(.Lanes(Lanes), .Stages(PopcountStages)) u_popcount (
    .clk_i, .match_i(match), .count_o(match_count)
  );

  // Partial sum
  logic [AccBits-1:0] partial, addend;

  assign partial = (AccBits'(match_count) << 1) - AccBits'(valid_lanes_i);

  always_comb begin
    addend = negate_i ? ~partial : partial;
    if (null_i) begin
      addend = '0;
    end
  end

  // Accumulate
  logic [AccBits-1:0] acc_d, acc_q, saved, start, base;

  assign start = first_i ? (load_i ? saved : '0) : acc_q;
  assign base  = double_i ? start << 1 : start;
  assign acc_d = base + addend + AccBits'(negate_i && !null_i);

  // No reset: a sum is read only after a first word has set it. The file's latches may still be taking acc_q while a soft reset
  // is on, so it must not be cleared by one either.
  concord_gated_register #(.Width(AccBits)) u_acc (.clk_i, .en_i(valid_i), .data_i(acc_d), .data_o(acc_q));

  // Accumulator file: what latches take in the cycle after the write is what acc_q then holds
  logic [AccBits-1:0]   file_wdata;
  logic                 file_we;
  logic [EntryBits-1:0] unused_entry;

  assign file_we      = valid_i && last_i && save_i;
  assign unused_entry = entry_i;

  concord_write_data #(.Width(AccBits), .Latch(AccLatch)) u_file_data (
    .now_i(acc_d), .held_i(acc_q), .data_o(file_wdata)
  );
  concord_memory #(.Depth(AccDepth), .Width(AccBits), .Latch(AccLatch)) u_file (
    .clk_i,
    .we_i(file_we), .waddr_i(entry_i[FileBits-1:0]), .wdata_i(file_wdata),
    .raddr_i(entry_i[FileBits-1:0]), .rdata_o(saved)
  );

  // Drain: a memory of one word, of the file's kind, so that latches can take acc_q here too
  logic [AccBits-1:0] drain_q;

  concord_memory #(.Depth(1), .Width(AccBits), .Latch(AccLatch)) u_drain (
    .clk_i,
    .we_i(valid_i && last_i && !save_i), .waddr_i(1'b0), .wdata_i(file_wdata),
    .raddr_i(1'b0), .rdata_o(drain_q)
  );

  assign drain_o = drain_q;

endmodule
