// SPDX-License-Identifier: Apache-2.0

/**
 * Array
 *
 * All rows, what they share, and the control that travels beside the data. A word that reads its activation bank in cycle t is
 * multiplied and counted in t+1 and added in t + 1 + PopcountStages. Nothing here ever stalls. The post unit starts in the cycle before a
 * pixel's last word is added: it reads the sum in the second cycle after.
 *
 * A sum is 2 * P - V: rows count matches (P), and the array counts the valid lanes (V) once for all of them. Subtracting a word is
 * adding it with its activations inverted, which match where the others do not: -(2 * count - valid) = 2 * (Lanes - count) - (2 * Lanes -
 * valid).
 */
module concord_array #(
  parameter  int Rows           = 32,
  parameter  int Lanes          = 32,
  parameter  int WeightDepth    = 16,
  parameter  int AccDepth       = 16,
  parameter  int AccBits        = 16,
  parameter  int PopcountStages = 1,
  parameter  int AddrBits       = 11,
  parameter  bit Vector         = 0,
  parameter  bit WeightLatch    = 1,
  parameter  bit AccLatch       = 1,
  localparam int CountBits      = $clog2(Lanes + 1),
  localparam int EntryBits      = $clog2(AccDepth + 1),
  localparam int WeightWords    = 2 * WeightDepth,
  localparam int WeightAddrBits = $clog2(WeightWords)
) (
  input  logic                        clk_i,
  input  logic                        rst_ni,
  input  logic                        halt_i,

  // weight load
  input  logic [Rows-1:0]             weight_we_i,
  input  logic [WeightAddrBits-1:0]   weight_waddr_i,
  input  logic [Lanes-1:0]            weight_wdata_i,

  // word, in the cycle it reads its activations
  input  logic                        word_valid_i,
  input  logic                        word_null_i,
  input  logic [Lanes-1:0]            word_act_i,
  input  logic [WeightAddrBits-1:0]   word_raddr_i,
  input  logic [CountBits-1:0]        word_valid_lanes_i,
  input  logic                        word_first_i,
  input  logic                        word_last_i,
  input  logic                        word_load_i,
  input  logic                        word_save_i,
  input  logic                        word_double_i,
  input  logic                        word_negate_i,
  input  logic [EntryBits-1:0]        word_entry_i,
  input  logic                        word_window_first_i,
  input  logic                        word_window_last_i,
  input  logic [AddrBits-1:0]         word_out_addr_i,
  input  logic [AddrBits-1:0]         word_addr_i,
  input  logic [11:0]                 rows_i,  // rows used

  // post unit
  output logic                        post_start_o,        // the drain registers hold a new pixel from the second cycle after on
  output logic                        post_window_first_o,
  output logic                        post_window_last_o,
  output logic [AddrBits-1:0]         post_out_addr_o,
  output logic [AddrBits-1:0]         post_source_addr_o,  // where a RUN of the wide bank finds its values
  output logic [AccBits-1:0]          drain_valid_o,       // V
  output logic [Rows*(AccBits-1)-1:0] drain_o              // P of every row
);

  // Valid lanes of a word, or of a subtracted one; the control of a word: flags, those lanes, entry, output address
  localparam int ValidBits   = $clog2(2 * Lanes);
  localparam int ControlBits = 7 + ValidBits + EntryBits + AddrBits;
  localparam int FileBits    = AccDepth > 1 ? $clog2(AccDepth) : 1;

  // Rows that see operands together
  localparam int GroupRows = 8;
  localparam int Groups    = (Rows + GroupRows - 1) / GroupRows;

  // Operands. Those of a null word match nowhere: its activations are 1, and without a line its weights are read as 0. So no row has to know
  // that it is null.
  logic [Lanes-1:0]       act_q;
  logic [WeightWords-1:0] weight_select_d, weight_select_q;

  for (genvar w = 0; w < WeightWords; w++) begin : gen_select
    assign weight_select_d[w] = word_raddr_i == WeightAddrBits'(w);
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      act_q           <= '0;
      weight_select_q <= '0;
    end else if (word_valid_i) begin
      act_q           <= (word_act_i ^ {Lanes{word_negate_i}}) | {Lanes{word_null_i}};
      weight_select_q <= weight_select_d & {WeightWords{!word_null_i}};
    end
  end

  // Control: index 0 is the word that reads its activations, 1 stands beside the operands, PopcountStages + 1 beside the count
  logic [(PopcountStages+2)*ControlBits-1:0] control;
  logic [PopcountStages+1:0]                 valid;

  logic [ValidBits-1:0] word_lanes;

  assign word_lanes                = word_null_i ? '0 :
                                     word_negate_i ? ValidBits'(2 * Lanes) - ValidBits'(word_valid_lanes_i) :
                                     ValidBits'(word_valid_lanes_i);
  assign valid[0]                  = word_valid_i;
  assign control[0 +: ControlBits] = {
    !word_first_i, word_last_i, word_first_i && word_load_i, word_save_i, word_double_i,
    word_window_first_i, word_window_last_i, word_lanes, word_entry_i, word_out_addr_i
  };

  for (genvar s = 0; s <= PopcountStages; s++) begin : gen_stage
    logic                   valid_q;
    logic [ControlBits-1:0] control_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        valid_q   <= 1'b0;
        control_q <= '0;
      end else begin
        valid_q   <= valid[s];
        control_q <= control[s*ControlBits +: ControlBits];
      end
    end

    assign valid[s+1]                                = valid_q;
    assign control[(s+1)*ControlBits +: ControlBits] = control_q;
  end

  logic                 acc_valid, acc_keep, acc_last, acc_save, acc_double;
  logic [ValidBits-1:0] acc_lanes;
  logic [EntryBits-1:0] acc_entry, unused_acc_entry;
  logic                 unused_acc_load, unused_acc_window_first, unused_acc_window_last;
  logic [AddrBits-1:0]  unused_acc_out_addr;

  assign {acc_keep, acc_last, unused_acc_load, acc_save, acc_double,
          unused_acc_window_first, unused_acc_window_last, acc_lanes, acc_entry, unused_acc_out_addr} =
         control[(PopcountStages+1)*ControlBits +: ControlBits];
  assign acc_valid        = valid[PopcountStages+1] && !halt_i;
  assign unused_acc_entry = acc_entry;

  // A word ahead of the sum: the line of the file's entry that a sum starts from; the post unit
  logic                 next_keep, next_last, next_load, next_save, next_double;
  logic [ValidBits-1:0] next_lanes;
  logic [EntryBits-1:0] next_entry;
  logic [2:0]           unused_next;
  logic [AccDepth-1:0]  file_select_d, file_select_q, valid_select_q;

  assign {next_keep, next_last, next_load, next_save, next_double,
          post_window_first_o, post_window_last_o, next_lanes, next_entry, post_out_addr_o} =
         control[PopcountStages*ControlBits +: ControlBits];
  assign post_start_o = valid[PopcountStages] && next_last && !next_save;
  assign unused_next  = {next_keep, next_double, ^next_lanes};

  for (genvar e = 0; e < AccDepth; e++) begin : gen_file_select
    assign file_select_d[e] = next_load && next_entry == EntryBits'(e);
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      file_select_q  <= '0;
      valid_select_q <= '0;
    end else begin
      file_select_q <= file_select_d;
      // Lines of the valid lanes by themselves, since the others reach all rows; the enable keeps synthesis from making one of them
      if (valid[PopcountStages]) begin
        valid_select_q <= file_select_d;
      end
    end
  end

  // Rows
  logic [Lanes-1:0] weight_wdata;

  concord_write_register #(.Width(Lanes), .Latch(WeightLatch)) u_weight_data (
    .clk_i, .we_i(|weight_we_i), .data_i(weight_wdata_i), .data_o(weight_wdata)
  );

  // Operands of a group of rows. The first one is always used; for the others they stop here when the RUN uses none of their rows. The
  // register is set long before the first word of the RUN.
  logic [Groups*Lanes-1:0]       act;
  logic [Groups*WeightWords-1:0] weight_select;

  assign act[Lanes-1:0]                 = act_q;
  assign weight_select[WeightWords-1:0] = weight_select_q;

  for (genvar g = 1; g < Groups; g++) begin : gen_group
    logic used_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        used_q <= 1'b0;
      end else begin
        used_q <= rows_i > 12'(g * GroupRows);
      end
    end

    assign act[g*Lanes +: Lanes]                       = act_q & {Lanes{used_q}};
    assign weight_select[g*WeightWords +: WeightWords] = weight_select_q & {WeightWords{used_q}};
  end

  for (genvar r = 0; r < Rows; r++) begin : gen_row
    localparam int Group = r / GroupRows;

    concord_row #(
      .Lanes(Lanes), .WeightDepth(WeightDepth), .AccDepth(AccDepth), .AccBits(AccBits),
      .PopcountStages(PopcountStages), .WeightLatch(WeightLatch), .AccLatch(AccLatch)
    ) u_row (
      .clk_i,
      .weight_we_i(weight_we_i[r]), .weight_waddr_i, .weight_wdata_i(weight_wdata),
      .act_i(act[Group*Lanes +: Lanes]), .weight_select_i(weight_select[Group*WeightWords +: WeightWords]),
      .valid_i(acc_valid && rows_i > 12'(r)), .keep_i(acc_keep), .double_i(acc_double),
      .file_select_i(file_select_q), .save_i(acc_last && acc_save), .drain_i(acc_last && !acc_save),
      .entry_i(acc_entry[FileBits-1:0]),
      .drain_o(drain_o[r*(AccBits-1) +: AccBits-1])
    );
  end

  // Valid lanes
  concord_accumulator #(
    .Width(AccBits), .AddendBits(ValidBits), .AccDepth(AccDepth), .AccLatch(AccLatch)
  ) u_valid_lanes (
    .clk_i,
    .valid_i(acc_valid), .keep_i(acc_keep), .double_i(acc_double),
    .file_select_i(valid_select_q), .save_i(acc_last && acc_save), .drain_i(acc_last && !acc_save),
    .entry_i(acc_entry[FileBits-1:0]), .addend_i(acc_lanes), .carry_i(1'b0), .drain_o(drain_valid_o)
  );

  // Source address of the post unit
  if (Vector) begin : gen_source
    logic [(PopcountStages+1)*AddrBits-1:0] source_addr;

    assign source_addr[0 +: AddrBits] = word_addr_i;

    for (genvar s = 0; s < PopcountStages; s++) begin : gen_stage
      logic [AddrBits-1:0] source_addr_q;

      always_ff @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          source_addr_q <= '0;
        end else begin
          source_addr_q <= source_addr[s*AddrBits +: AddrBits];
        end
      end

      assign source_addr[(s+1)*AddrBits +: AddrBits] = source_addr_q;
    end

    assign post_source_addr_o = source_addr[PopcountStages*AddrBits +: AddrBits];
  end else begin : gen_no_source
    logic unused_addr;

    assign unused_addr        = ^word_addr_i;
    assign post_source_addr_o = '0;
  end

endmodule
