// SPDX-License-Identifier: Apache-2.0

/**
 * Pixel sequencer
 *
 * Offers the output pixels of a RUN one by one: pixels of a pooling window first (x, then y), then the windows of a line,
 * then the lines. For each it keeps the input coordinate of tap (0,0) and its address, stepped by additions alone.
 * Coordinates and addresses wrap; only taps inside the input are ever read.
 *
 * One pixel a cycle; the first is offered in the cycle after `start_i`.
 */
module concord_pixel_sequencer #(
  parameter  int AddrBits  = 11,
  parameter  int AccDepth  = 16,
  localparam int EntryBits = $clog2(AccDepth + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,

  // RUN
  input  logic                 start_i,
  input  logic [AddrBits-1:0]  in_addr_i,
  input  logic [23:0]          origin_i,
  input  logic [19:0]          stride_i,
  input  logic [AddrBits-1:0]  pix_dx_i,
  input  logic [AddrBits-1:0]  pix_dy_i,
  input  logic [AddrBits-1:0]  win_dx_i,
  input  logic [AddrBits-1:0]  win_dy_i,
  input  logic [7:0]           window_i,
  input  logic [23:0]          count_i,
  input  logic [AddrBits-1:0]  out_addr_i,
  input  logic [AddrBits-1:0]  out_dx_i,
  input  logic [AddrBits-1:0]  out_dy_i,

  // pixel
  output logic                 valid_o,
  input  logic                 ready_i,
  output logic [12:0]          x_o,
  output logic [12:0]          y_o,
  output logic [AddrBits-1:0]  addr_o,
  output logic [AddrBits-1:0]  out_addr_o,
  output logic [EntryBits-1:0] entry_o,         // number of the pixel, AccDepth at the most
  output logic                 window_first_o,
  output logic                 window_last_o,
  output logic                 run_last_o
);

  // Where the pixel stands
  logic [3:0]  px_d, px_q, py_d, py_q;
  logic [11:0] wx_d, wx_q, wy_d, wy_q;

  // Whether it is the last of its line, its line the last of the window, and so on: known before it is offered
  logic px_end_d, px_end_q, py_end_d, py_end_q, wx_end_d, wx_end_q, wy_end_d, wy_end_q;

  // What the RUN gives stands still while it runs, so it can wait behind a register of its own
  logic [3:0]  px_last_q, py_last_q;
  logic [11:0] wx_before_last_q, wy_before_last_q;
  logic        px_one, py_one, wx_one_q, wy_one_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      px_last_q <= '0;
      py_last_q <= '0;
      wx_one_q  <= 1'b0;
      wy_one_q  <= 1'b0;
      wx_before_last_q <= '0;
      wy_before_last_q <= '0;
    end else begin
      px_last_q <= window_i[3:0] - 4'd1;
      py_last_q <= window_i[7:4] - 4'd1;
      wx_one_q  <= count_i[11:0] == 12'd1;
      wy_one_q  <= count_i[23:12] == 12'd1;
      wx_before_last_q <= count_i[11:0] - 12'd2;
      wy_before_last_q <= count_i[23:12] - 12'd2;
    end
  end

  assign px_one = px_last_q == '0;
  assign py_one = py_last_q == '0;

  // Coordinates and addresses of the pixel, of its line in the window, of the window, of the line of windows
  logic                 valid_d, valid_q;
  logic [12:0]          x_d, x_q, window_x_d, window_x_q;
  logic [12:0]          y_d, y_q, window_y_d, window_y_q;
  logic [AddrBits-1:0]  addr_d, addr_q, line_addr_d, line_addr_q;
  logic [AddrBits-1:0]  window_addr_d, window_addr_q, row_addr_d, row_addr_q;
  logic [AddrBits-1:0]  out_addr_d, out_addr_q, out_row_addr_d, out_row_addr_q;
  logic [EntryBits-1:0] entry_d, entry_q;
  logic [12:0]          origin_x, origin_y;

  assign origin_x = {origin_i[11], origin_i[11:0]};
  assign origin_y = {origin_i[23], origin_i[23:12]};

  always_comb begin
    valid_d        = valid_q;
    px_d           = px_q;
    py_d           = py_q;
    wx_d           = wx_q;
    wy_d           = wy_q;
    x_d            = x_q;
    y_d            = y_q;
    window_x_d     = window_x_q;
    window_y_d     = window_y_q;
    addr_d         = addr_q;
    line_addr_d    = line_addr_q;
    window_addr_d  = window_addr_q;
    row_addr_d     = row_addr_q;
    out_addr_d     = out_addr_q;
    out_row_addr_d = out_row_addr_q;
    entry_d        = entry_q;
    px_end_d       = px_end_q;
    py_end_d       = py_end_q;
    wx_end_d       = wx_end_q;
    wy_end_d       = wy_end_q;
    if (start_i) begin
      valid_d        = 1'b1;
      px_d           = '0;
      py_d           = '0;
      wx_d           = '0;
      wy_d           = '0;
      x_d            = origin_x;
      y_d            = origin_y;
      window_x_d     = origin_x;
      window_y_d     = origin_y;
      addr_d         = in_addr_i;
      line_addr_d    = in_addr_i;
      window_addr_d  = in_addr_i;
      row_addr_d     = in_addr_i;
      out_addr_d     = out_addr_i;
      out_row_addr_d = out_addr_i;
      entry_d        = '0;
      px_end_d       = px_one;
      py_end_d       = py_one;
      wx_end_d       = wx_one_q;
      wy_end_d       = wy_one_q;
    end else if (valid_q && ready_i) begin
      entry_d = entry_q == EntryBits'(AccDepth) ? entry_q : entry_q + 1'b1;
      px_end_d = px_one;
      if (!px_end_q) begin
        px_d     = px_q + 4'd1;
        px_end_d = px_d == px_last_q;
        x_d      = x_q + 13'(stride_i[3:0]);
        addr_d   = addr_q + pix_dx_i;
      end else if (!py_end_q) begin
        px_d        = '0;
        py_d        = py_q + 4'd1;
        py_end_d    = py_d == py_last_q;
        x_d         = window_x_q;
        y_d         = y_q + 13'(stride_i[7:4]);
        line_addr_d = line_addr_q + pix_dy_i;
        addr_d      = line_addr_d;
      end else if (!wx_end_q) begin
        px_d          = '0;
        py_d          = '0;
        py_end_d      = py_one;
        wx_d          = wx_q + 12'd1;
        wx_end_d      = wx_q == wx_before_last_q;
        window_x_d    = window_x_q + 13'(stride_i[13:8]);
        x_d           = window_x_d;
        y_d           = window_y_q;
        window_addr_d = window_addr_q + win_dx_i;
        line_addr_d   = window_addr_d;
        addr_d        = window_addr_d;
        out_addr_d    = out_addr_q + out_dx_i;
      end else if (!wy_end_q) begin
        px_d           = '0;
        py_d           = '0;
        py_end_d       = py_one;
        wx_d           = '0;
        wx_end_d       = wx_one_q;
        wy_d           = wy_q + 12'd1;
        wy_end_d       = wy_q == wy_before_last_q;
        window_x_d     = origin_x;
        window_y_d     = window_y_q + 13'(stride_i[19:14]);
        x_d            = origin_x;
        y_d            = window_y_d;
        row_addr_d     = row_addr_q + win_dy_i;
        window_addr_d  = row_addr_d;
        line_addr_d    = row_addr_d;
        addr_d         = row_addr_d;
        out_row_addr_d = out_row_addr_q + out_dy_i;
        out_addr_d     = out_row_addr_d;
      end else begin
        valid_d = 1'b0;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q        <= 1'b0;
      px_q           <= '0;
      py_q           <= '0;
      wx_q           <= '0;
      wy_q           <= '0;
      x_q            <= '0;
      y_q            <= '0;
      window_x_q     <= '0;
      window_y_q     <= '0;
      addr_q         <= '0;
      line_addr_q    <= '0;
      window_addr_q  <= '0;
      row_addr_q     <= '0;
      out_addr_q     <= '0;
      out_row_addr_q <= '0;
      entry_q        <= '0;
      px_end_q       <= 1'b0;
      py_end_q       <= 1'b0;
      wx_end_q       <= 1'b0;
      wy_end_q       <= 1'b0;
    end else begin
      valid_q        <= valid_d;
      px_q           <= px_d;
      py_q           <= py_d;
      wx_q           <= wx_d;
      wy_q           <= wy_d;
      x_q            <= x_d;
      y_q            <= y_d;
      window_x_q     <= window_x_d;
      window_y_q     <= window_y_d;
      addr_q         <= addr_d;
      line_addr_q    <= line_addr_d;
      window_addr_q  <= window_addr_d;
      row_addr_q     <= row_addr_d;
      out_addr_q     <= out_addr_d;
      out_row_addr_q <= out_row_addr_d;
      entry_q        <= entry_d;
      px_end_q       <= px_end_d;
      py_end_q       <= py_end_d;
      wx_end_q       <= wx_end_d;
      wy_end_q       <= wy_end_d;
    end
  end

  assign valid_o        = valid_q;
  assign x_o            = x_q;
  assign y_o            = y_q;
  assign addr_o         = addr_q;
  assign out_addr_o     = out_addr_q;
  assign entry_o        = entry_q;
  assign window_first_o = px_q == '0 && py_q == '0;
  assign window_last_o  = px_end_q && py_end_q;
  assign run_last_o     = px_end_q && py_end_q && wx_end_q && wy_end_q;

endmodule
