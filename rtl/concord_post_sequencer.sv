// SPDX-License-Identifier: Apache-2.0

/**
 * Post sequencer
 *
 * The order in which one pixel is post-processed: first compare, step by step (PostLanes rows each), all thresholds of a step
 * one after the other; then, after the last pixel of a window, write, plane by plane, word by word. RAW does not compare.
 * Busy from the cycle after `start_i`; `finish_o` marks the last busy cycle, and the next start may come in it.
 *
 * Used twice: by the post unit, and by the word walker, which runs it ahead of time to know when the post unit will
 * be free. Nothing ever delays the post unit, so both take the same number of cycles.
 */
module concord_post_sequencer #(
  parameter  int Rows      = 32,
  parameter  int Lanes     = 32,
  parameter  int PostLanes = 4,
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

  // where it stands
  output logic        compare_o,
  output logic        emit_o,
  output logic        finish_o,
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
  logic [12:0] row_d, row_q;      // its first row
  logic [12:0] row_next;
  logic        slot_last, rows_done, plane_last;

  assign slot_last  = slot_q == thresholds_i - 4'd1;
  assign plane_last = plane_q == planes_i - 5'd1;
  assign row_next   = row_q + (state_q == StCompare ? 13'(PostLanes) : 13'(Segment));
  assign rows_done  = row_next >= {1'b0, rows_i};

  always_comb begin
    state_d       = state_q;
    window_last_d = window_last_q;
    slot_d        = slot_q;
    plane_d       = plane_q;
    index_d       = index_q;
    row_d         = row_q;
    finish_o      = 1'b0;
    case (state_q)
      StCompare: begin
        slot_d = slot_last ? 4'd0 : slot_q + 4'd1;
        if (slot_last) begin
          index_d = rows_done ? '0 : index_q + 10'd1;
          row_d   = rows_done ? '0 : row_next;
        end
        if (slot_last && rows_done) begin
          state_d  = StIdle;
          finish_o = !window_last_q;
          if (window_last_q) begin
            state_d = StEmit;
          end
        end
      end
      StEmit: begin
        index_d = rows_done ? '0 : index_q + 10'd1;
        row_d   = rows_done ? '0 : row_next;
        if (rows_done) begin
          plane_d = plane_q + 5'd1;
        end
        if (rows_done && plane_last) begin
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
      plane_d       = '0;
      index_d       = '0;
      row_d         = '0;
      if (raw_i) begin
        state_d = StIdle;
        if (window_last_i) begin
          state_d = StEmit;
        end
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      state_q       <= StIdle;
      window_last_q <= 1'b0;
      slot_q        <= '0;
      plane_q       <= '0;
      index_q       <= '0;
      row_q         <= '0;
    end else begin
      state_q       <= state_d;
      window_last_q <= window_last_d;
      slot_q        <= slot_d;
      plane_q       <= plane_d;
      index_q       <= index_d;
      row_q         <= row_d;
    end
  end

  assign compare_o   = state_q == StCompare;
  assign emit_o      = state_q == StEmit;
  assign slot_o      = slot_q;
  assign slot_last_o = slot_last;
  assign step_o      = index_q;
  assign plane_o     = plane_q;
  assign word_o      = index_q;
  assign word_last_o = rows_done;

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      assert (!start_i || state_q == StIdle || finish_o) else $error("a pixel starts while one is post-processed");
    end
  end
`endif

endmodule
