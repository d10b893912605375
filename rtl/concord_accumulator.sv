// SPDX-License-Identifier: Apache-2.0

/**
 * Accumulator
 *
 * Running sum of a pixel, modulo 2^Width. A word adds `addend_i` and `carry_i`; a word with `double_i` doubles the sum first, and a
 * word without `keep_i` starts from 0 or from the entry of the file that `file_select_i` names. The sum of a pixel ends in the drain
 * register for the post unit, or in the file until the RUN that goes on with it.
 *
 * All that selects comes from registers that every accumulator shares, so a sum is one selection and one addition.
 */
module concord_accumulator #(
  parameter  int Width      = 15,
  parameter  int AddendBits = 6,
  parameter  int AccDepth   = 16,
  parameter  bit AccLatch   = 1,
  localparam int FileBits   = AccDepth > 1 ? $clog2(AccDepth) : 1
) (
  input  logic                  clk_i,

  input  logic                  valid_i,        // a word is added
  input  logic                  keep_i,         // to the sum so far
  input  logic                  double_i,       // twice
  input  logic [AccDepth-1:0]   file_select_i,  // or to this entry of the file; to 0 without any
  input  logic                  save_i,         // the sum goes to the file
  input  logic                  drain_i,        // or to the drain register
  input  logic [FileBits-1:0]   entry_i,        // where it is saved
  input  logic [AddendBits-1:0] addend_i,
  input  logic                  carry_i,

  // sum of the last pixel that ended without save
  output logic [Width-1:0]      drain_o
);

  // Add
  logic [Width-1:0] acc_d, acc_q, saved, start, base;

  assign start = saved | (acc_q & {Width{keep_i}});
  assign base  = double_i ? start << 1 : start;
  assign acc_d = base + Width'(addend_i) + Width'(carry_i);

  // No reset: a sum is read only after a first word has set it. The file's latches may still be taking acc_q while a soft reset
  // is on, so it must not be cleared by one either.
  concord_gated_register #(.Width(Width)) u_acc (.clk_i, .en_i(valid_i), .data_i(acc_d), .data_o(acc_q));

  // Accumulator file: what latches take in the cycle after the write is what acc_q then holds
  logic [Width-1:0] sum;

  concord_write_data #(.Width(Width), .Latch(AccLatch)) u_sum (.now_i(acc_d), .held_i(acc_q), .data_o(sum));

  concord_memory #(.Depth(AccDepth), .Width(Width), .OneHot(1), .Latch(AccLatch)) u_file (
    .clk_i,
    .we_i(valid_i && save_i), .waddr_i(entry_i), .wdata_i(sum),
    .raddr_i(file_select_i), .rdata_o(saved)
  );

  // Drain: a memory of one word, of the file's kind, so that latches can take acc_q here too
  concord_memory #(.Depth(1), .Width(Width), .Latch(AccLatch)) u_drain (
    .clk_i,
    .we_i(valid_i && drain_i), .waddr_i(1'b0), .wdata_i(sum),
    .raddr_i(1'b0), .rdata_o(drain_o)
  );

endmodule
