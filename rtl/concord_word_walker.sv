// SPDX-License-Identifier: Apache-2.0

/**
 * Word walker
 *
 * Visits the words of a pixel, one a cycle: pair by pair (largest coefficient first), the taps of the pair (y, then x), the groups of
 * a tap. An empty pixel gives one null word a pair: nothing to add, but the sum still doubles. The last word of a pixel is
 * held back until the post unit will be free when the sum reaches it; after that nothing in the pipeline ever stalls.
 *
 * Words leave through registers: a word issued in cycle t stands at the outputs in t+1.
 */
module concord_word_walker #(
  parameter  int Rows          = 32,
  parameter  int Lanes         = 32,
  parameter  int PostLanes     = 4,
  parameter  int PairDepth     = 8,
  parameter  int AddrBits      = 11,
  parameter  int WordBits      = 6,
  parameter  int EntryBits     = 4,
  parameter  bit Scale         = 0,
  localparam int PairEntryBits = 20,
  localparam int PairBits      = PairDepth > 1 ? $clog2(PairDepth) : 1,
  localparam int CountBits     = $clog2(Lanes + 1)
) (
  input  logic                               clk_i,
  input  logic                               rst_ni,
  input  logic                               halt_i,

  // RUN
  input  logic [4:0]                         pairs_used_i,
  input  logic                               load_i,
  input  logic                               save_i,
  input  logic [PairDepth*PairEntryBits-1:0] pairs_i,
  input  logic [23:0]                        groups_i,
  input  logic [AddrBits-1:0]                tap_dx_i,
  input  logic [AddrBits-1:0]                tap_dy_i,
  input  logic [WordBits-1:0]                w_dx_i,
  input  logic [WordBits-1:0]                w_dy_i,
  input  logic                               pad_i,
  input  logic [AddrBits-1:0]                pad_addr_i,
  input  logic [11:0]                        rows_i,
  input  logic                               raw_i,
  input  logic [3:0]                         thresholds_i,
  input  logic [4:0]                         planes_i,
  input  logic                               scale_mode_i,
  input  logic                               multiply_i,
  input  logic [13:0]                        inner_i,
  input  logic [13:0]                        last_i,
  input  logic                               wide_source_i,        // words are null: the values come from the wide bank

  // pixel
  input  logic                               valid_i,
  output logic                               ready_o,
  input  logic [3:0]                         kx_lo_i,
  input  logic [3:0]                         kx_hi_i,
  input  logic [3:0]                         ky_lo_i,
  input  logic [3:0]                         ky_hi_i,
  input  logic [3:0]                         inside_x_lo_i,
  input  logic [3:0]                         inside_x_hi_i,
  input  logic [3:0]                         inside_y_lo_i,
  input  logic [3:0]                         inside_y_hi_i,
  input  logic                               empty_i,
  input  logic [AddrBits-1:0]                addr_i,
  input  logic [WordBits-1:0]                waddr_i,
  input  logic [AddrBits-1:0]                out_addr_i,
  input  logic [EntryBits-1:0]               entry_i,
  input  logic                               window_first_i,
  input  logic                               window_last_i,
  input  logic                               run_last_i,

  // activation that the next cycle reads: when a word comes in hand, not while it is held back
  output logic                               next_read_o,
  output logic [AddrBits-1:0]                next_addr_o,

  // word
  output logic                               word_valid_o,
  output logic                               word_null_o,          // adds nothing, reads nothing
  output logic [AddrBits-1:0]                word_addr_o,
  output logic [WordBits-1:0]                word_waddr_o,
  output logic [CountBits-1:0]               word_valid_lanes_o,
  output logic                               word_first_o,         // of its pixel
  output logic                               word_last_o,
  output logic                               word_load_o,
  output logic                               word_save_o,
  output logic                               word_double_o,
  output logic                               word_negate_o,
  output logic [EntryBits-1:0]               word_entry_o,
  output logic                               word_window_first_o,
  output logic                               word_window_last_o,
  output logic [AddrBits-1:0]                word_out_addr_o,

  // events
  output logic                               issue_o,
  output logic                               hold_o,               // last word held back for the post unit
  output logic                               run_end_o             // the last word of the RUN issues
);

  // The pixel in hand
  logic                 busy_d, busy_q;
  logic [3:0]           kx_lo_q, kx_hi_q, ky_lo_q, ky_hi_q;
  logic [3:0]           inside_x_lo_q, inside_x_hi_q, inside_y_lo_q, inside_y_hi_q;
  logic                 empty_q, window_first_q, window_last_q, run_last_q;
  logic [AddrBits-1:0]  addr_q, out_addr_q;
  logic [WordBits-1:0]  waddr_q;
  logic [EntryBits-1:0] entry_q;
  logic                 take;

  // Where the walk stands: addresses of the tap, and of the first tap of its line
  logic [PairBits-1:0]  pair_d, pair_q;
  logic [PairEntryBits-1:0] pair_entry_q;  // of the pair in hand
  logic [3:0]           kx_d, kx_q, ky_d, ky_q;
  logic [11:0]          group_d, group_q;
  logic [AddrBits-1:0]  tap_addr_d, tap_addr_q, line_addr_d, line_addr_q;
  logic [WordBits-1:0]  tap_waddr_d, tap_waddr_q, line_waddr_d, line_waddr_q;
  logic                 pixel_first_d, pixel_first_q, pair_first_d, pair_first_q;
  logic                 is_null, last_d, last_q;  // last word of the pixel

  // Whether the word in hand is the last of its tap, its tap the last of its line, and so on: known before it is in hand, for the pixel
  // behind it waits for that
  logic group_end_d, group_end_q, kx_end_d, kx_end_q, ky_end_d, ky_end_q, pair_end_d, pair_end_q;

  // What the RUN gives stands still while it runs, so it can wait behind a register of its own
  logic [11:0] group_before_last_q;
  logic        group_one_q;
  logic [4:0]  pair_last_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      group_before_last_q <= '0;
      group_one_q         <= 1'b0;
      pair_last_q         <= '0;
    end else begin
      group_before_last_q <= groups_i[11:0] - 12'd2;
      group_one_q         <= groups_i[11:0] == 12'd1;
      pair_last_q         <= pairs_used_i - 5'd1;
    end
  end

  assign is_null = empty_q && !pad_i;
  assign last_d  = group_end_d && kx_end_d && ky_end_d && pair_end_d;

  // Issue
  logic post_operate, post_emit, post_finish, post_busy, issue;

  assign post_busy = (post_operate || post_emit) && !post_finish;
  assign hold_o    = busy_q && last_q && post_busy;
  assign issue     = busy_q && !(last_q && post_busy);
  assign issue_o   = issue;
  assign run_end_o = issue && last_q && run_last_q;
  assign ready_o   = !busy_q || (issue && last_q);
  assign take      = valid_i && ready_o;

  logic [3:0] unused_slot;
  logic       unused_slot_last, unused_word_last;
  logic [9:0] unused_step, unused_word;
  logic [4:0] unused_plane;

  logic       unused_compare, unused_window_end;
  logic [3:0] unused_operation;
  logic [2:0] unused_taken;

  concord_post_sequencer #(.Rows(Rows), .Lanes(Lanes), .PostLanes(PostLanes), .Scale(Scale)) u_post_ahead (
    .clk_i, .rst_ni,
    .start_i       (issue && last_q && !save_i),
    .window_last_i (window_last_q),
    .rows_i, .raw_i, .thresholds_i, .planes_i, .scale_mode_i, .multiply_i, .inner_i, .last_i,
    .operate_o     (post_operate),
    .operation_o   (unused_operation),
    .taken_o       (unused_taken),
    .compare_o     (unused_compare),
    .emit_o        (post_emit),
    .finish_o      (post_finish),
    .window_end_o  (unused_window_end),
    .slot_o        (unused_slot),
    .slot_last_o   (unused_slot_last),
    .step_o        (unused_step),
    .plane_o       (unused_plane),
    .word_o        (unused_word),
    .word_last_o   (unused_word_last)
  );

  // Walk
  logic takes_null;

  assign takes_null = empty_i && !pad_i;

  always_comb begin
    busy_d        = busy_q;
    pair_d        = pair_q;
    kx_d          = kx_q;
    ky_d          = ky_q;
    group_d       = group_q;
    tap_addr_d    = tap_addr_q;
    line_addr_d   = line_addr_q;
    tap_waddr_d   = tap_waddr_q;
    line_waddr_d  = line_waddr_q;
    pixel_first_d = pixel_first_q;
    pair_first_d  = pair_first_q;
    group_end_d   = group_end_q;
    kx_end_d      = kx_end_q;
    ky_end_d      = ky_end_q;
    pair_end_d    = pair_end_q;
    if (issue) begin
      pixel_first_d = 1'b0;
      pair_first_d  = 1'b0;
      group_end_d   = is_null || group_one_q;
      if (!group_end_q) begin
        group_d     = group_q + 12'd1;
        group_end_d = group_q == group_before_last_q;
      end else if (!kx_end_q) begin
        group_d     = '0;
        kx_d        = kx_q + 4'd1;
        kx_end_d    = kx_d == kx_hi_q;
        tap_addr_d  = tap_addr_q + tap_dx_i;
        tap_waddr_d = tap_waddr_q + w_dx_i;
      end else if (!ky_end_q) begin
        group_d      = '0;
        kx_d         = kx_lo_q;
        kx_end_d     = kx_lo_q == kx_hi_q;
        ky_d         = ky_q + 4'd1;
        ky_end_d     = ky_d == ky_hi_q;
        line_addr_d  = line_addr_q + tap_dy_i;
        tap_addr_d   = line_addr_d;
        line_waddr_d = line_waddr_q + w_dy_i;
        tap_waddr_d  = line_waddr_d;
      end else if (!pair_end_q) begin
        group_d      = '0;
        kx_d         = kx_lo_q;
        kx_end_d     = is_null || kx_lo_q == kx_hi_q;
        ky_d         = ky_lo_q;
        ky_end_d     = is_null || ky_lo_q == ky_hi_q;
        pair_d       = pair_q + 1'b1;
        pair_end_d   = 5'(pair_d) == pair_last_q;
        line_addr_d  = addr_q;
        tap_addr_d   = addr_q;
        line_waddr_d = waddr_q;
        tap_waddr_d  = waddr_q;
        pair_first_d = 1'b1;
      end else begin
        busy_d = 1'b0;
      end
    end
    if (take) begin
      busy_d        = 1'b1;
      pair_d        = '0;
      kx_d          = kx_lo_i;
      ky_d          = ky_lo_i;
      group_d       = '0;
      line_addr_d   = addr_i;
      tap_addr_d    = addr_i;
      line_waddr_d  = waddr_i;
      tap_waddr_d   = waddr_i;
      pixel_first_d = 1'b1;
      pair_first_d  = 1'b1;
      group_end_d   = takes_null || group_one_q;
      kx_end_d      = takes_null || kx_lo_i == kx_hi_i;
      ky_end_d      = takes_null || ky_lo_i == ky_hi_i;
      pair_end_d    = pair_last_q == '0;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      busy_q         <= 1'b0;
      kx_lo_q        <= '0;
      kx_hi_q        <= '0;
      ky_lo_q        <= '0;
      ky_hi_q        <= '0;
      inside_x_lo_q  <= '0;
      inside_x_hi_q  <= '0;
      inside_y_lo_q  <= '0;
      inside_y_hi_q  <= '0;
      empty_q        <= 1'b0;
      window_first_q <= 1'b0;
      window_last_q  <= 1'b0;
      run_last_q     <= 1'b0;
      addr_q         <= '0;
      out_addr_q     <= '0;
      waddr_q        <= '0;
      entry_q        <= '0;
      pair_q         <= '0;
      kx_q           <= '0;
      ky_q           <= '0;
      group_q        <= '0;
      tap_addr_q     <= '0;
      line_addr_q    <= '0;
      tap_waddr_q    <= '0;
      line_waddr_q   <= '0;
      pixel_first_q  <= 1'b0;
      pair_first_q   <= 1'b0;
      group_end_q    <= 1'b0;
      kx_end_q       <= 1'b0;
      ky_end_q       <= 1'b0;
      pair_end_q     <= 1'b0;
      last_q         <= 1'b0;
      pair_entry_q   <= '0;
    end else begin
      busy_q        <= busy_d;
      pair_q        <= pair_d;
      kx_q          <= kx_d;
      ky_q          <= ky_d;
      group_q       <= group_d;
      tap_addr_q    <= tap_addr_d;
      line_addr_q   <= line_addr_d;
      tap_waddr_q   <= tap_waddr_d;
      line_waddr_q  <= line_waddr_d;
      pixel_first_q <= pixel_first_d;
      pair_first_q  <= pair_first_d;
      group_end_q   <= group_end_d;
      kx_end_q      <= kx_end_d;
      ky_end_q      <= ky_end_d;
      pair_end_q    <= pair_end_d;
      last_q        <= last_d;
      pair_entry_q  <= pairs_i[pair_d*PairEntryBits +: PairEntryBits];
      if (take) begin
        kx_lo_q        <= kx_lo_i;
        kx_hi_q        <= kx_hi_i;
        ky_lo_q        <= ky_lo_i;
        ky_hi_q        <= ky_hi_i;
        inside_x_lo_q  <= inside_x_lo_i;
        inside_x_hi_q  <= inside_x_hi_i;
        inside_y_lo_q  <= inside_y_lo_i;
        inside_y_hi_q  <= inside_y_hi_i;
        empty_q        <= empty_i;
        window_first_q <= window_first_i;
        window_last_q  <= window_last_i;
        run_last_q     <= run_last_i;
        addr_q         <= addr_i;
        out_addr_q     <= out_addr_i;
        waddr_q        <= waddr_i;
        entry_q        <= entry_i;
      end
    end
  end

  // Word: an entry of the pair table is {negate, double, weight offset, activation offset}
  logic                     is_inside, held_q;
  logic [AddrBits-1:0]      offset;

  assign is_inside = !empty_q && kx_q >= inside_x_lo_q && kx_q <= inside_x_hi_q &&
                  ky_q >= inside_y_lo_q && ky_q <= inside_y_hi_q;
  assign offset = AddrBits'(pair_entry_q[9:0]) + AddrBits'(group_q);

  assign next_read_o = busy_q && !held_q && !is_null && !wide_source_i;
  assign next_addr_o = is_inside ? tap_addr_q + offset : pad_addr_i + offset;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      held_q              <= 1'b0;
      word_valid_o        <= 1'b0;
      word_null_o         <= 1'b0;
      word_addr_o         <= '0;
      word_waddr_o        <= '0;
      word_valid_lanes_o  <= '0;
      word_first_o        <= 1'b0;
      word_last_o         <= 1'b0;
      word_load_o         <= 1'b0;
      word_save_o         <= 1'b0;
      word_double_o       <= 1'b0;
      word_negate_o       <= 1'b0;
      word_entry_o        <= '0;
      word_window_first_o <= 1'b0;
      word_window_last_o  <= 1'b0;
      word_out_addr_o     <= '0;
    end else begin
      held_q       <= hold_o;
      word_valid_o <= issue && !halt_i;  // a halted walker goes on where nobody looks
      if (issue) begin
        word_null_o         <= is_null || wide_source_i;
        word_addr_o         <= next_addr_o;
        word_waddr_o        <= tap_waddr_q + WordBits'(pair_entry_q[17:10]) + WordBits'(group_q);
        word_valid_lanes_o  <= group_end_q ? groups_i[12 +: CountBits] : CountBits'(Lanes);
        word_first_o        <= pixel_first_q;
        word_last_o         <= last_q;
        word_load_o         <= load_i;
        word_save_o         <= save_i;
        word_double_o       <= pair_first_q && pair_entry_q[18];
        word_negate_o       <= pair_entry_q[19];
        word_entry_o        <= entry_q;
        word_window_first_o <= window_first_q;
        word_window_last_o  <= window_last_q;
        word_out_addr_o     <= out_addr_q;
      end
    end
  end

  logic [11:0] unused_groups;

  assign unused_groups = groups_i[23:12];

endmodule
