// SPDX-License-Identifier: Apache-2.0

/**
 * Post sequencer
 *
 * The order in which one pixel is post-processed: first compare, step by step (PostLanes rows each), all thresholds of a step
 * one after the other; then, after the last pixel of a window, write, plane by plane, word by word. RAW does not compare.
 * With `Scale` a step consists of the lane operations that are present, one a cycle, and comparing is the last of them.
 * Busy from the cycle after `start_i`; `finish_o` marks the last busy cycle, and the next start may come in it.
 *
 * Used twice: by the post unit, and by the word walker, which runs it ahead of time to know when the post unit will
 * be free. Nothing ever delays the post unit, so both take the same number of cycles.
 */
module concord_post_sequencer #(
  parameter  int Rows      = 32,
  parameter  int Lanes     = 32,
  parameter  int PostLanes = 4,
  parameter  bit Scale     = 0,
  localparam int Segment   = Rows < Lanes ? Rows : Lanes
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // what to do
  input  logic        start_i,
  input  logic        window_last_i,  // of the pixel that starts
  input  logic [11:0] rows_i,         // rows used
  input  logic        raw_i,
  input  logic [3:0]  thresholds_i,
  input  logic [4:0]  planes_i,
  input  logic        scale_mode_i,
  input  logic        multiply_i,     // MULTIPLY takes a parameter
  input  logic [13:0] inner_i,        // lane operations of a pixel that is not the last of its window
  input  logic [13:0] last_i,         // and of the last one

  // where it stands
  output logic        operate_o,      // a lane operation, comparing included
  output logic [3:0]  operation_o,
  output logic [2:0]  taken_o,        // parameters that the step has taken before comparing
  output logic        compare_o,
  output logic        emit_o,
  output logic        finish_o,
  output logic        window_end_o,   // finish of a window
  output logic [3:0]  slot_o,         // threshold of the step
  output logic        slot_last_o,
  output logic [9:0]  step_o,
  output logic [4:0]  plane_o,
  output logic [9:0]  word_o,         // of the plane
  output logic        word_last_o
);

  typedef enum logic [1:0] {StIdle, StCompare, StEmit} state_t;

  state_t      state_d, state_q;
  logic        window_last_d, window_last_q;
  logic [3:0]  slot_d, slot_q;
  logic [4:0]  plane_d, plane_q;
  logic [9:0]  index_d, index_q;  // step while comparing, word while writing
  logic [12:0] row_next_d, row_next_q;  // first row after those of the step or word
  logic        step_done, writes, first, advance;

  // Whether these are the last rows, the last plane, the last threshold is known a cycle ahead, for `finish_o` decides what the walker does
  logic rows_done_d, rows_done_q, plane_end_d, plane_end_q, slot_end_d, slot_end_q;

  // What the registers of a RUN give stands still while it runs, so it can wait behind a register of its own
  logic [4:0] plane_last_q;
  logic [3:0] slot_last_q;
  logic       compare_one_q, emit_one_q;  // the rows used are done in one step, in one word

  always_comb begin
    state_d       = state_q;
    window_last_d = window_last_q;
    slot_d        = slot_q;
    plane_d       = plane_q;
    plane_end_d   = plane_end_q;
    slot_end_d    = slot_end_q;
    index_d       = index_q;
    first         = 1'b0;
    advance       = 1'b0;
    finish_o      = 1'b0;
    case (state_q)
      StCompare: begin
        if (compare_o) begin
          slot_d     = slot_end_q ? 4'd0 : slot_q + 4'd1;
          slot_end_d = slot_d == slot_last_q;
        end
        if (step_done) begin
          index_d = rows_done_q ? '0 : index_q + 10'd1;
          first   = rows_done_q;
          advance = 1'b1;
        end
        if (step_done && rows_done_q) begin
          state_d  = StIdle;
          finish_o = !(window_last_q && writes);
          if (window_last_q && writes) begin
            state_d = StEmit;
          end
        end
      end
      StEmit: begin
        index_d = rows_done_q ? '0 : index_q + 10'd1;
        first   = rows_done_q;
        advance = 1'b1;
        if (rows_done_q) begin
          plane_d     = plane_q + 5'd1;
          plane_end_d = plane_d == plane_last_q;
        end
        if (rows_done_q && plane_end_q) begin
          state_d  = StIdle;
          finish_o = 1'b1;
        end
      end
      default: ;
    endcase
    if (start_i) begin
      state_d       = StCompare;
      window_last_d = window_last_i;
      slot_d        = '0;
      slot_end_d    = slot_last_q == '0;
      plane_d       = '0;
      plane_end_d   = plane_last_q == '0;
      index_d       = '0;
      first         = 1'b1;
      if (raw_i) begin
        state_d = StIdle;
        if (window_last_i) begin
          state_d = StEmit;
        end
      end
    end
  end

  // Rows
  logic [12:0] row_after;

  assign row_after = row_next_q + (state_q == StCompare ? 13'(PostLanes) : 13'(Segment));

  always_comb begin
    row_next_d  = row_next_q;
    rows_done_d = rows_done_q;
    if (first) begin
      row_next_d  = state_d == StCompare ? 13'(PostLanes) : 13'(Segment);
      rows_done_d = state_d == StCompare ? compare_one_q : emit_one_q;
    end else if (advance) begin
      row_next_d  = row_after;
      rows_done_d = row_after >= {1'b0, rows_i};
    end
  end

  // Lane operations of a step
  if (Scale) begin : gen_operations
    logic [13:0] operations, later;
    logic [3:0]  operation_d, operation_q;
    logic        operation_end_d, operation_end_q;  // it is the last of its step
    logic [2:0]  taken_d, taken_q;
    logic        takes, writes_q;

    assign operations = window_last_q ? last_i : inner_i;
    assign later      = operations & (14'h3ffe << operation_q);
    assign takes      = (operation_q == concord_pkg::LaneMultiply && multiply_i) ||
                        operation_q == concord_pkg::LaneAdd || operation_q == concord_pkg::LaneSlope ||
                        operation_q == concord_pkg::LaneOffset;

    always_comb begin
      operation_d     = operation_q;
      operation_end_d = operation_end_q;
      taken_d         = taken_q;
      if (operate_o && (!compare_o || slot_end_q)) begin
        for (int i = 13; i >= 0; i--) begin
          if (later[i]) begin
            operation_d = 4'(i);
          end
        end
        operation_end_d = (later & (later - 14'd1)) == '0;
        taken_d         = taken_q + 3'(takes);
      end
      // ROUND is always behind MULTIPLY
      if (start_i || step_done) begin
        operation_d     = scale_mode_i ? concord_pkg::LaneMultiply : concord_pkg::LaneQuantise;
        operation_end_d = !scale_mode_i;
        taken_d         = '0;
      end
    end

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        operation_q     <= '0;
        operation_end_q <= 1'b0;
        taken_q         <= '0;
        writes_q        <= 1'b0;
      end else begin
        operation_q     <= operation_d;
        operation_end_q <= operation_end_d;
        taken_q         <= taken_d;
        writes_q        <= planes_i != '0;
      end
    end

    assign operation_o = operation_q;
    assign taken_o     = taken_q;
    assign compare_o   = operate_o && operation_q == concord_pkg::LaneQuantise;
    assign step_done   = operate_o && (!compare_o || slot_end_q) && operation_end_q;
    assign writes      = writes_q;
  end else begin : gen_compare
    logic unused_operations;

    assign unused_operations = ^{scale_mode_i, multiply_i, inner_i, last_i};
    assign operation_o       = concord_pkg::LaneQuantise;
    assign taken_o           = '0;
    assign compare_o         = operate_o;
    assign step_done         = slot_end_q;
    assign writes            = 1'b1;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q       <= StIdle;
      window_last_q <= 1'b0;
      slot_q        <= '0;
      plane_q       <= '0;
      index_q       <= '0;
      row_next_q    <= '0;
      rows_done_q   <= 1'b0;
      plane_end_q   <= 1'b0;
      slot_end_q    <= 1'b0;
      plane_last_q  <= '0;
      slot_last_q   <= '0;
      compare_one_q <= 1'b0;
      emit_one_q    <= 1'b0;
    end else begin
      state_q       <= state_d;
      window_last_q <= window_last_d;
      slot_q        <= slot_d;
      plane_q       <= plane_d;
      index_q       <= index_d;
      row_next_q    <= row_next_d;
      rows_done_q   <= rows_done_d;
      plane_end_q   <= plane_end_d;
      slot_end_q    <= slot_end_d;
      plane_last_q  <= planes_i - 5'd1;
      slot_last_q   <= thresholds_i == '0 ? '0 : thresholds_i - 4'd1;
      compare_one_q <= rows_i <= 12'(PostLanes);
      emit_one_q    <= rows_i <= 12'(Segment);
    end
  end

  assign operate_o    = state_q == StCompare;
  assign emit_o       = state_q == StEmit;
  assign window_end_o = finish_o && window_last_q;
  assign slot_o       = slot_q;
  assign slot_last_o  = slot_end_q;
  assign step_o       = index_q;
  assign plane_o      = plane_q;
  assign word_o       = index_q;
  assign word_last_o  = rows_done_q;

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      assert (!start_i || state_q == StIdle || finish_o) else $error("a pixel starts while one is post-processed");
    end
  end
`endif

endmodule
