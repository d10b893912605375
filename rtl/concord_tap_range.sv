// SPDX-License-Identifier: Apache-2.0

/**
 * Tap range
 *
 * Turns a pixel into the rectangle of taps to visit, and the addresses of the first one. Without padding words only taps inside the
 * input are visited; with them all are, and `inside_*` tells which are real. Two register stages, spans and then addresses: a pixel
 * accepted in t is offered from t+2 on.
 */
module concord_tap_range #(
  parameter int AddrBits  = 11,
  parameter int WordBits  = 6,
  parameter int EntryBits = 4
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,

  // RUN
  input  logic [23:0]          size_i,
  input  logic [11:0]          kernel_i,
  input  logic [AddrBits-1:0]  tap_dx_i,
  input  logic [AddrBits-1:0]  tap_dy_i,
  input  logic                 pad_i,
  input  logic [WordBits-1:0]  weight_i,
  input  logic [WordBits-1:0]  w_dx_i,
  input  logic [WordBits-1:0]  w_dy_i,

  // pixel in
  input  logic                 valid_i,
  output logic                 ready_o,
  input  logic [12:0]          x_i,
  input  logic [12:0]          y_i,
  input  logic [AddrBits-1:0]  addr_i,
  input  logic [AddrBits-1:0]  out_addr_i,
  input  logic [EntryBits-1:0] entry_i,
  input  logic                 window_first_i,
  input  logic                 window_last_i,
  input  logic                 run_last_i,

  // pixel out
  output logic                 valid_o,
  input  logic                 ready_i,
  output logic [3:0]           kx_lo_o,       // taps to visit
  output logic [3:0]           kx_hi_o,
  output logic [3:0]           ky_lo_o,
  output logic [3:0]           ky_hi_o,
  output logic [3:0]           inside_x_lo_o, // taps inside the input
  output logic [3:0]           inside_x_hi_o,
  output logic [3:0]           inside_y_lo_o,
  output logic [3:0]           inside_y_hi_o,
  output logic                 empty_o,       // no tap is inside
  output logic [AddrBits-1:0]  addr_o,        // of the first tap
  output logic [WordBits-1:0]  waddr_o,
  output logic [AddrBits-1:0]  out_addr_o,
  output logic [EntryBits-1:0] entry_o,
  output logic                 window_first_o,
  output logic                 window_last_o,
  output logic                 run_last_o
);

  // Taps inside
  logic [3:0] x_lo, x_hi, y_lo, y_hi;
  logic       x_beyond, y_beyond, x_outside, y_outside;

  concord_tap_span u_span_x (
    .position_i(x_i), .size_i(size_i[11:0]), .dilation_i(kernel_i[9:8]),
    .lo_o(x_lo), .hi_o(x_hi), .beyond_o(x_beyond), .outside_o(x_outside)
  );
  concord_tap_span u_span_y (
    .position_i(y_i), .size_i(size_i[23:12]), .dilation_i(kernel_i[11:10]),
    .lo_o(y_lo), .hi_o(y_hi), .beyond_o(y_beyond), .outside_o(y_outside)
  );

  // Spans
  logic                 spans_valid_q, spans_ready, x_beyond_q, y_beyond_q, x_outside_q, y_outside_q;
  logic [3:0]           x_lo_q, x_hi_q, y_lo_q, y_hi_q;
  logic [3:0]           kx_lo_q, ky_lo_q;  // first tap to visit
  logic [AddrBits-1:0]  addr_q, out_addr_q;
  logic [EntryBits-1:0] entry_q;
  logic                 window_first_q, window_last_q, run_last_q;

  assign ready_o = !spans_valid_q || spans_ready;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      spans_valid_q  <= 1'b0;
      x_lo_q         <= '0;
      x_hi_q         <= '0;
      y_lo_q         <= '0;
      y_hi_q         <= '0;
      kx_lo_q        <= '0;
      ky_lo_q        <= '0;
      x_beyond_q     <= 1'b0;
      y_beyond_q     <= 1'b0;
      x_outside_q    <= 1'b0;
      y_outside_q    <= 1'b0;
      addr_q         <= '0;
      out_addr_q     <= '0;
      entry_q        <= '0;
      window_first_q <= 1'b0;
      window_last_q  <= 1'b0;
      run_last_q     <= 1'b0;
    end else if (ready_o) begin
      spans_valid_q  <= valid_i;
      x_lo_q         <= x_lo;
      x_hi_q         <= x_hi;
      y_lo_q         <= y_lo;
      y_hi_q         <= y_hi;
      kx_lo_q        <= pad_i ? 4'd0 : x_lo;
      ky_lo_q        <= pad_i ? 4'd0 : y_lo;
      x_beyond_q     <= x_beyond;
      y_beyond_q     <= y_beyond;
      x_outside_q    <= x_outside;
      y_outside_q    <= y_outside;
      addr_q         <= addr_i;
      out_addr_q     <= out_addr_i;
      entry_q        <= entry_i;
      window_first_q <= window_first_i;
      window_last_q  <= window_last_i;
      run_last_q     <= run_last_i;
    end
  end

  // Clip to the kernel
  logic [3:0] kx_last, ky_last, kx_hi, ky_hi;
  logic       empty;

  assign kx_last = kernel_i[3:0] - 4'd1;
  assign ky_last = kernel_i[7:4] - 4'd1;
  assign kx_hi   = (x_beyond_q || x_hi_q > kx_last) ? kx_last : x_hi_q;
  assign ky_hi   = (y_beyond_q || y_hi_q > ky_last) ? ky_last : y_hi_q;
  assign empty   = x_outside_q || y_outside_q || x_lo_q > kx_hi || y_lo_q > ky_hi;

  // First tap to visit
  logic [AddrBits-1:0] addr, x_low, x_high, y_low, y_high;
  logic [WordBits-1:0] waddr, w_x_low, w_x_high, w_y_low, w_y_high;

  concord_tap_steps #(.Width(AddrBits)) u_steps_x (
    .clk_i, .step_i(tap_dx_i), .tap_i(kx_lo_q), .low_o(x_low), .high_o(x_high)
  );
  concord_tap_steps #(.Width(AddrBits)) u_steps_y (
    .clk_i, .step_i(tap_dy_i), .tap_i(ky_lo_q), .low_o(y_low), .high_o(y_high)
  );
  concord_tap_steps #(.Width(WordBits)) u_weight_steps_x (
    .clk_i, .step_i(w_dx_i), .tap_i(kx_lo_q), .low_o(w_x_low), .high_o(w_x_high)
  );
  concord_tap_steps #(.Width(WordBits)) u_weight_steps_y (
    .clk_i, .step_i(w_dy_i), .tap_i(ky_lo_q), .low_o(w_y_low), .high_o(w_y_high)
  );

  assign addr  = addr_q + x_low + x_high + y_low + y_high;
  assign waddr = weight_i + w_x_low + w_x_high + w_y_low + w_y_high;

  // Addresses
  assign spans_ready = !valid_o || ready_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o        <= 1'b0;
      kx_lo_o        <= '0;
      kx_hi_o        <= '0;
      ky_lo_o        <= '0;
      ky_hi_o        <= '0;
      inside_x_lo_o  <= '0;
      inside_x_hi_o  <= '0;
      inside_y_lo_o  <= '0;
      inside_y_hi_o  <= '0;
      empty_o        <= 1'b0;
      addr_o         <= '0;
      waddr_o        <= '0;
      out_addr_o     <= '0;
      entry_o        <= '0;
      window_first_o <= 1'b0;
      window_last_o  <= 1'b0;
      run_last_o     <= 1'b0;
    end else if (spans_ready) begin
      valid_o        <= spans_valid_q;
      kx_lo_o        <= kx_lo_q;
      kx_hi_o        <= pad_i ? kx_last : kx_hi;
      ky_lo_o        <= ky_lo_q;
      ky_hi_o        <= pad_i ? ky_last : ky_hi;
      inside_x_lo_o  <= x_lo_q;
      inside_x_hi_o  <= kx_hi;
      inside_y_lo_o  <= y_lo_q;
      inside_y_hi_o  <= ky_hi;
      empty_o        <= empty;
      addr_o         <= addr;
      waddr_o        <= waddr;
      out_addr_o     <= out_addr_q;
      entry_o        <= entry_q;
      window_first_o <= window_first_q;
      window_last_o  <= window_last_q;
      run_last_o     <= run_last_q;
    end
  end

endmodule
