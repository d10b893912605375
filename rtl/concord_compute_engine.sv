// SPDX-License-Identifier: Apache-2.0

/**
 * Compute engine
 *
 * Executes its instructions in order. SET and GIVE take a cycle, TAKE waits for the bank. RUN walks all words of all pixels
 * (checks, sequencer, walker: one cycle each before the first word; tap range: two) and ends when the last pixel has been post-processed,
 * so the banks it used can be given away by the next instruction.
 */
module concord_compute_engine #(
  parameter  int Rows           = 32,
  parameter  int Lanes          = 32,
  parameter  int WeightDepth    = 16,
  parameter  int AccDepth       = 16,
  parameter  int AccBits        = 16,
  parameter  int ActWords       = 512,
  parameter  int PostLanes      = 4,
  parameter  int ParamDepth     = 3,
  parameter  int PairDepth      = 8,
  parameter  int QueueDepth     = 8,
  parameter  int PopcountStages = 1,
  parameter  int ResidualWords  = 0,
  parameter  bit Vector         = 0,
  localparam int AddrBits       = $clog2(ActWords) + 2,
  localparam int WordBits       = (WeightDepth > 1 ? $clog2(WeightDepth) : 1) + 2,
  localparam int EntryBits      = $clog2(AccDepth + 1),
  localparam int CountBits      = $clog2(Lanes + 1),
  localparam int PairEntryBits  = 20,
  localparam bit Scale          = ResidualWords > 0
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 halt_i,

  // instructions
  input  logic                 push_i,
  input  logic [31:0]          instr_i,
  output logic                 ready_o,

  // ownership
  input  logic [31:0]          exists_i,
  input  logic [31:0]          owns_i,
  input  logic [31:0]          load_owns_i,
  output logic                 give_o,
  output logic [4:0]           give_bank_o,
  output logic [1:0]           give_to_o,

  // activation that the next cycle reads
  output logic                 next_read_o,
  output logic [AddrBits-1:0]  next_addr_o,

  // word to the array
  output logic                 word_valid_o,
  output logic                 word_null_o,
  output logic [AddrBits-1:0]  word_addr_o,
  output logic [WordBits-1:0]  word_waddr_o,
  output logic [CountBits-1:0] word_valid_lanes_o,
  output logic                 word_first_o,
  output logic                 word_last_o,
  output logic                 word_load_o,
  output logic                 word_save_o,
  output logic                 word_double_o,
  output logic                 word_negate_o,
  output logic [EntryBits-1:0] word_entry_o,
  output logic                 word_window_first_o,
  output logic                 word_window_last_o,
  output logic [AddrBits-1:0]  word_out_addr_o,

  // what the RUN uses
  output logic                 weight_bank_o,  // of the thresholds
  output logic                 weight_upper_o, // weight addresses count from bank 1 on
  output logic [3:0]           in_bank_o,
  output logic [3:0]           out_bank_o,
  output logic [11:0]          rows_o,
  output logic [1:0]           mode_o,
  output logic [3:0]           thresholds_o,
  output logic [4:0]           planes_o,
  output logic [3:0]           slot_o,
  output logic [3:0]           segment_o,
  output logic [AddrBits-1:0]  out_dp_o,
  output logic                 run_start_o,
  output logic                 wide_source_o,  // the values come from the wide bank
  output logic [13:0]          inner_o,        // lane operations of a pixel that is not the last of its window
  output logic [13:0]          last_o,         // and of the last one
  output logic [19:0]          scale_o,
  output logic [11:0]          ww_o,
  output logic [AddrBits-1:0]  res_addr_o,
  output logic [AddrBits-1:0]  res_dx_o,
  output logic [AddrBits-1:0]  res_dy_o,
  output logic [AddrBits-1:0]  wide_addr_o,
  output logic [AddrBits-1:0]  wide_dx_o,
  output logic [AddrBits-1:0]  wide_dy_o,

  // post unit
  input  logic                 post_finish_i,

  // state
  output logic                 idle_o,         // no RUN and an empty queue
  output logic                 stuck_o,        // no RUN and nothing to do or a bank to wait for
  output logic                 issue_o,
  output logic                 wait_load_o,
  output logic                 wait_store_o,
  output logic                 wait_post_o,

  // error
  output logic [3:0]           error_o,
  output logic [15:0]          error_index_o   // of the last instruction popped
);

  // Queue
  logic        valid, pop;
  logic [31:0] instr;

  concord_queue #(.Depth(QueueDepth), .Width(32)) u_queue (
    .clk_i, .rst_ni,
    .push_i, .data_i(instr_i), .ready_o,
    .pop_i(pop), .data_o(instr), .valid_o(valid)
  );

  // Registers
  logic [AddrBits-1:0]                in_addr, tap_dx, tap_dy, pix_dx, pix_dy, win_dx, win_dy, pad_addr;
  logic [AddrBits-1:0]                out_addr, out_dx, out_dy;
  logic [23:0]                        origin, size, count, groups;
  logic [11:0]                        kernel;
  logic [19:0]                        stride;
  logic [7:0]                         window;
  logic                               pad, set;
  logic [WordBits-1:0]                weight, w_dx, w_dy;
  logic [PairDepth*PairEntryBits-1:0] pairs;

  concord_compute_registers #(
    .AddrBits(AddrBits), .WordBits(WordBits), .PairDepth(PairDepth), .Scale(Scale), .Vector(Vector)
  ) u_registers (
    .clk_i, .rst_ni,
    .set_i(set), .register_i(instr[28:24]), .value_i(instr[23:0]),
    .in_addr_o(in_addr), .origin_o(origin), .size_o(size), .kernel_o(kernel),
    .tap_dx_o(tap_dx), .tap_dy_o(tap_dy), .stride_o(stride), .pix_dx_o(pix_dx), .pix_dy_o(pix_dy),
    .win_dx_o(win_dx), .win_dy_o(win_dy), .window_o(window), .count_o(count), .groups_o(groups),
    .pad_o(pad), .pad_addr_o(pad_addr), .weight_o(weight), .rows_o, .w_dx_o(w_dx), .w_dy_o(w_dy),
    .pairs_o(pairs), .mode_o, .thresholds_o, .planes_o, .slot_o, .segment_o,
    .out_addr_o(out_addr), .out_dx_o(out_dx), .out_dy_o(out_dy), .out_dp_o,
    .scale_o, .res_addr_o, .res_dx_o, .res_dy_o, .wide_addr_o, .wide_dx_o, .wide_dy_o
  );

  assign ww_o = count[11:0];

  // Lane operations
  logic scale_mode;

  assign scale_mode = Scale && mode_o == concord_pkg::PostScale;

  if (Scale) begin : gen_lane_operations
    concord_lane_operations #(.Vector(Vector)) u_lane_operations (
      .scale_mode_i(scale_mode), .window_i(window), .planes_i(planes_o), .scale_i(scale_o), .inner_o, .last_o
    );
  end else begin : gen_compare
    assign inner_o = '0;
    assign last_o  = '0;
  end

  // Decode
  logic       is_set, is_take, is_give, is_run;
  logic [3:0] in_bank, out_bank;
  logic [4:0] bank, pairs_used;
  logic       weight_bank, load, save, both;
  logic [1:0] unused_engine;

  assign is_set      = instr[29];
  assign is_take     = !is_set && instr[28:26] == concord_pkg::OpTake;
  assign is_give     = !is_set && instr[28:26] == concord_pkg::OpGive;
  assign is_run      = !is_set && instr[28:26] == concord_pkg::OpRun;
  assign bank        = instr[4:0];
  assign weight_bank = instr[0];
  assign in_bank     = instr[4:1];
  assign out_bank    = instr[9:6];
  assign pairs_used  = instr[15:11];
  assign load        = instr[16];
  assign save        = instr[17];
  assign both        = instr[18];

  assign unused_engine = instr[31:30];

  // Check
  logic [3:0] execute_error;

  concord_compute_check #(
    .Rows(Rows), .Lanes(Lanes), .AccBits(AccBits), .ParamDepth(ParamDepth), .PairDepth(PairDepth),
    .ResidualWords(ResidualWords), .Vector(Vector)
  ) u_check (
    .clk_i, .rst_ni,
    .instr_i(instr), .set_i(set), .exists_i, .owns_i,
    .mode_i(mode_o), .planes_i(planes_o), .scale_i(scale_o), .error_o(execute_error)
  );

  // Execute. What a faulty instruction sets off nobody sees, since its error halts the chip, and a halted engine goes on where nobody
  // looks: no path leads through the checks or through halt_i.
  typedef enum logic [1:0] {StIdle, StRun, StDrain} state_t;

  // From a word's issue to the last stage of the post unit; its sum is added three cycles before
  localparam logic [2:0] PipelineCycles = 3'(4 + PopcountStages);

  state_t     state_d, state_q;
  logic [2:0] pipeline_d, pipeline_q;
  logic       execute, blocked, start, start_q, run_end;

  assign execute     = state_q == StIdle && valid;
  assign pop         = execute && !blocked;
  assign set         = execute && is_set;
  assign give_o      = execute && is_give;
  assign give_bank_o = bank;
  assign give_to_o   = instr[6:5];
  assign start       = execute && is_run;
  assign run_start_o = start;

  always_comb begin
    state_d    = state_q;
    pipeline_d = pipeline_q == '0 ? '0 : pipeline_q - 3'd1;
    case (state_q)
      StIdle: begin
        if (start) begin
          state_d = StRun;
        end
      end
      StRun: begin
        if (run_end) begin
          state_d    = StDrain;
          pipeline_d = PipelineCycles;
        end
      end
      default: begin
        // After the pipeline only the post unit is left, and `save` does not use it
        if (save_q ? pipeline_q == 3'd3 : (pipeline_q == '0 && post_finish_i)) begin
          state_d = StIdle;
        end
      end
    endcase
  end

  logic       weight_bank_q, load_q, save_q, both_q;
  logic [3:0] in_bank_q, out_bank_q;
  logic [4:0] pairs_used_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q       <= StIdle;
      start_q       <= 1'b0;
      pipeline_q    <= '0;
      weight_bank_q <= 1'b0;
      in_bank_q     <= '0;
      out_bank_q    <= '0;
      pairs_used_q  <= '0;
      load_q        <= 1'b0;
      save_q        <= 1'b0;
      both_q        <= 1'b0;
    end else begin
      state_q    <= state_d;
      start_q    <= start;
      pipeline_q <= pipeline_d;
      if (start) begin
        weight_bank_q <= weight_bank;
        in_bank_q     <= in_bank;
        out_bank_q    <= out_bank;
        pairs_used_q  <= pairs_used;
        load_q        <= load;
        save_q        <= save;
        both_q        <= both;
      end
    end
  end

  if (Vector) begin : gen_wide_source
    logic wide_source_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        wide_source_q <= 1'b0;
      end else if (start) begin
        wide_source_q <= instr[5:1] == concord_pkg::BankWide;
      end
    end

    assign wide_source_o = wide_source_q;
  end else begin : gen_no_wide_source
    assign wide_source_o = 1'b0;
  end

  // With `both` the words of bank 1 follow those of bank 0
  assign weight_bank_o  = weight_bank_q;
  assign weight_upper_o = weight_bank_q && !both_q;
  assign in_bank_o      = in_bank_q;
  assign out_bank_o     = out_bank_q;

  // Walk
  logic                 pixel_valid, pixel_ready;
  logic [12:0]          x, y;
  logic [AddrBits-1:0]  pixel_addr, pixel_out_addr;
  logic [EntryBits-1:0] pixel_entry;
  logic                 pixel_window_first, pixel_window_last, pixel_run_last;

  concord_pixel_sequencer #(.AddrBits(AddrBits), .AccDepth(AccDepth)) u_pixel_sequencer (
    .clk_i, .rst_ni,
    .start_i(start_q), .in_addr_i(in_addr), .origin_i(origin), .stride_i(stride),
    .pix_dx_i(pix_dx), .pix_dy_i(pix_dy), .win_dx_i(win_dx), .win_dy_i(win_dy),
    .window_i(window), .count_i(count), .out_addr_i(out_addr), .out_dx_i(out_dx), .out_dy_i(out_dy),
    .valid_o(pixel_valid), .ready_i(pixel_ready), .x_o(x), .y_o(y), .addr_o(pixel_addr),
    .out_addr_o(pixel_out_addr), .entry_o(pixel_entry), .window_first_o(pixel_window_first),
    .window_last_o(pixel_window_last), .run_last_o(pixel_run_last)
  );

  logic                 range_valid, range_ready, range_empty;
  logic [3:0]           kx_lo, kx_hi, ky_lo, ky_hi;
  logic [3:0]           inside_x_lo, inside_x_hi, inside_y_lo, inside_y_hi;
  logic [AddrBits-1:0]  range_addr, range_out_addr;
  logic [WordBits-1:0]  range_waddr;
  logic [EntryBits-1:0] range_entry;
  logic                 range_window_first, range_window_last, range_run_last;

  concord_tap_range #(.AddrBits(AddrBits), .WordBits(WordBits), .EntryBits(EntryBits)) u_tap_range (
    .clk_i, .rst_ni,
    .size_i(size), .kernel_i(kernel), .tap_dx_i(tap_dx), .tap_dy_i(tap_dy), .pad_i(pad),
    .weight_i(weight), .w_dx_i(w_dx), .w_dy_i(w_dy),
    .valid_i(pixel_valid), .ready_o(pixel_ready), .x_i(x), .y_i(y), .addr_i(pixel_addr),
    .out_addr_i(pixel_out_addr), .entry_i(pixel_entry), .window_first_i(pixel_window_first),
    .window_last_i(pixel_window_last), .run_last_i(pixel_run_last),
    .valid_o(range_valid), .ready_i(range_ready), .kx_lo_o(kx_lo), .kx_hi_o(kx_hi),
    .ky_lo_o(ky_lo), .ky_hi_o(ky_hi), .inside_x_lo_o(inside_x_lo), .inside_x_hi_o(inside_x_hi),
    .inside_y_lo_o(inside_y_lo), .inside_y_hi_o(inside_y_hi), .empty_o(range_empty),
    .addr_o(range_addr), .waddr_o(range_waddr), .out_addr_o(range_out_addr), .entry_o(range_entry),
    .window_first_o(range_window_first), .window_last_o(range_window_last), .run_last_o(range_run_last)
  );

  logic hold;

  concord_word_walker #(
    .Rows(Rows), .Lanes(Lanes), .PostLanes(PostLanes), .PairDepth(PairDepth),
    .AddrBits(AddrBits), .WordBits(WordBits), .EntryBits(EntryBits), .Scale(Scale)
  ) u_word_walker (
    .clk_i, .rst_ni, .halt_i,
    .pairs_used_i(pairs_used_q), .load_i(load_q), .save_i(save_q), .pairs_i(pairs), .groups_i(groups),
    .tap_dx_i(tap_dx), .tap_dy_i(tap_dy), .w_dx_i(w_dx), .w_dy_i(w_dy), .pad_i(pad), .pad_addr_i(pad_addr),
    .rows_i(rows_o), .raw_i(mode_o == concord_pkg::PostRaw), .thresholds_i(thresholds_o), .planes_i(planes_o),
    .scale_mode_i(scale_mode), .multiply_i(scale_o[10]), .inner_i(inner_o), .last_i(last_o), .wide_source_i(wide_source_o),
    .valid_i(range_valid), .ready_o(range_ready), .kx_lo_i(kx_lo), .kx_hi_i(kx_hi), .ky_lo_i(ky_lo),
    .ky_hi_i(ky_hi), .inside_x_lo_i(inside_x_lo), .inside_x_hi_i(inside_x_hi),
    .inside_y_lo_i(inside_y_lo), .inside_y_hi_i(inside_y_hi), .empty_i(range_empty), .addr_i(range_addr),
    .waddr_i(range_waddr), .out_addr_i(range_out_addr), .entry_i(range_entry),
    .window_first_i(range_window_first), .window_last_i(range_window_last), .run_last_i(range_run_last),
    .next_read_o, .next_addr_o,
    .word_valid_o, .word_null_o, .word_addr_o, .word_waddr_o, .word_valid_lanes_o, .word_first_o,
    .word_last_o, .word_load_o, .word_save_o, .word_double_o, .word_negate_o, .word_entry_o,
    .word_window_first_o, .word_window_last_o, .word_out_addr_o,
    .issue_o, .hold_o(hold), .run_end_o(run_end)
  );

  // State
  assign blocked      = execute && is_take && exists_i[bank] && !owns_i[bank];
  assign idle_o       = state_q == StIdle && !valid;
  assign stuck_o      = idle_o || blocked;
  assign wait_load_o  = blocked && load_owns_i[bank];
  assign wait_store_o = blocked && !load_owns_i[bank];
  assign wait_post_o  = hold || state_q == StDrain;

  // Error: a word is checked when it reads. Partial sums are kept for AccDepth pixels, and the number of a pixel beyond them stays
  // at AccDepth. Whatever is wrong, it is the last instruction popped, seen from the cycle after the error on.
  logic [15:0] index_d, index_q;
  logic        act_outside, weight_outside, pixel_outside;

  assign index_d        = pop ? index_q + 16'd1 : index_q;
  assign act_outside    = word_addr_o >= AddrBits'(ActWords);
  assign weight_outside = word_waddr_o >= (both_q ? WordBits'(2 * WeightDepth) : WordBits'(WeightDepth));
  assign pixel_outside  = (word_load_o || word_save_o) && word_entry_o == EntryBits'(AccDepth);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      index_q <= '0;
    end else if (!halt_i) begin
      index_q <= index_d;
    end
  end

  always_comb begin
    error_o = execute ? execute_error : concord_pkg::ErrorNone;
    if (word_valid_o && pixel_outside) begin
      error_o = concord_pkg::ErrorSize;
    end else if (word_valid_o && !word_null_o && (act_outside || weight_outside)) begin
      error_o = concord_pkg::ErrorAddress;
    end
  end

  assign error_index_o = index_q - 16'd1;

endmodule
