// SPDX-License-Identifier: Apache-2.0

/**
 * Array
 *
 * All rows, and the control that travels beside the data. A word that reads its activation bank in cycle t is multiplied and
 * counted in t+1 and added in t + 1 + PopcountStages. Nothing here ever stalls. The post unit starts in the cycle after a
 * pixel's last word was added.
 */
module concord_array #(
  parameter  int Rows           = 32,
  parameter  int Lanes          = 32,
  parameter  int WeightDepth    = 16,
  parameter  int AccDepth       = 16,
  parameter  int AccBits        = 16,
  parameter  int PopcountStages = 1,
  parameter  int AddrBits       = 11,
  parameter  bit WeightLatch    = 1,
  parameter  bit AccLatch       = 1,
  localparam int CountBits      = $clog2(Lanes + 1),
  localparam int EntryBits      = $clog2(AccDepth + 1),
  localparam int WeightAddrBits = $clog2(2 * WeightDepth)
) (
  input  logic                      clk_i,
  input  logic                      rst_ni,
  input  logic                      halt_i,

  // weight load
  input  logic [Rows-1:0]           weight_we_i,
  input  logic [WeightAddrBits-1:0] weight_waddr_i,
  input  logic [Lanes-1:0]          weight_now_i,
  input  logic [Lanes-1:0]          weight_held_i,

  // word, in the cycle it reads its activations
  input  logic                      word_valid_i,
  input  logic                      word_null_i,
  input  logic [Lanes-1:0]          word_act_i,
  input  logic [WeightAddrBits-1:0] word_raddr_i,
  input  logic [CountBits-1:0]      word_valid_lanes_i,
  input  logic                      word_first_i,
  input  logic                      word_last_i,
  input  logic                      word_load_i,
  input  logic                      word_save_i,
  input  logic                      word_double_i,
  input  logic                      word_negate_i,
  input  logic [EntryBits-1:0]      word_entry_i,
  input  logic                      word_window_first_i,
  input  logic                      word_window_last_i,
  input  logic [AddrBits-1:0]       word_out_addr_i,
  input  logic [11:0]               rows_i,            // rows used

  // post unit
  output logic                      post_start_o,      // the drain registers hold a new pixel from the next cycle on
  output logic                      post_window_first_o,
  output logic                      post_window_last_o,
  output logic [AddrBits-1:0]       post_out_addr_o,
  output logic [Rows*AccBits-1:0]   drain_o
);

  typedef struct packed {
    logic                 null_word;
    logic                 first;
    logic                 last;
    logic                 load;
    logic                 save;
    logic                 doubled;
    logic                 negate;
    logic                 window_first;
    logic                 window_last;
    logic [CountBits-1:0] valid_lanes;
    logic [EntryBits-1:0] entry;
    logic [AddrBits-1:0]  out_addr;
  } control_t;

  localparam int ControlBits = $bits(control_t);

  // Operands: a null word leaves them as they are
  logic [Lanes-1:0]          act_q;
  logic [WeightAddrBits-1:0] weight_raddr_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      act_q          <= '0;
      weight_raddr_q <= '0;
    end else if (word_valid_i && !word_null_i) begin
      act_q          <= word_act_i;
      weight_raddr_q <= word_raddr_i;
    end
  end

  // Control: index 0 stands beside the operands, index PopcountStages beside the count
  logic [(PopcountStages+1)*ControlBits-1:0] control_q;
  logic [PopcountStages:0]                   valid_q;
  control_t                                  word, acc;
  logic                                      acc_valid;

  assign word.null_word    = word_null_i;
  assign word.first        = word_first_i;
  assign word.last         = word_last_i;
  assign word.load         = word_load_i;
  assign word.save         = word_save_i;
  assign word.doubled      = word_double_i;
  assign word.negate       = word_negate_i;
  assign word.window_first = word_window_first_i;
  assign word.window_last  = word_window_last_i;
  assign word.valid_lanes  = word_valid_lanes_i;
  assign word.entry        = word_entry_i;
  assign word.out_addr     = word_out_addr_i;

  for (genvar s = 0; s <= PopcountStages; s++) begin : gen_stage
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        valid_q[s]                              <= 1'b0;
        control_q[s*ControlBits +: ControlBits] <= '0;
      end else begin
        valid_q[s]                              <= s == 0 ? word_valid_i : valid_q[s == 0 ? 0 : s-1];
        control_q[s*ControlBits +: ControlBits] <= s == 0 ? word : control_q[(s == 0 ? 0 : s-1)*ControlBits +: ControlBits];
      end
    end
  end

  assign acc       = control_q[PopcountStages*ControlBits +: ControlBits];
  assign acc_valid = valid_q[PopcountStages] && !halt_i;

  // Rows
  logic [Lanes-1:0] weight_wdata;

  concord_write_data #(.Width(Lanes), .Latch(WeightLatch)) u_weight_data (
    .now_i(weight_now_i), .held_i(weight_held_i), .data_o(weight_wdata)
  );

  for (genvar r = 0; r < Rows; r++) begin : gen_row
    concord_row #(
      .Lanes(Lanes), .WeightDepth(WeightDepth), .AccDepth(AccDepth), .AccBits(AccBits),
      .PopcountStages(PopcountStages), .WeightLatch(WeightLatch), .AccLatch(AccLatch)
    ) u_row (
      .clk_i, .rst_ni,
      .weight_we_i(weight_we_i[r]), .weight_waddr_i, .weight_wdata_i(weight_wdata),
      .act_i(act_q), .weight_raddr_i(weight_raddr_q),
      .valid_i(acc_valid && rows_i > 12'(r)), .null_i(acc.null_word), .first_i(acc.first), .last_i(acc.last),
      .load_i(acc.load), .save_i(acc.save), .double_i(acc.doubled), .negate_i(acc.negate),
      .entry_i(acc.entry), .valid_lanes_i(acc.valid_lanes),
      .drain_o(drain_o[r*AccBits +: AccBits])
    );
  end

  // Post unit
  assign post_start_o        = acc_valid && acc.last && !acc.save;
  assign post_window_first_o = acc.window_first;
  assign post_window_last_o  = acc.window_last;
  assign post_out_addr_o     = acc.out_addr;

endmodule
