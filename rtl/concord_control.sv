// SPDX-License-Identifier: Apache-2.0

/**
 * Control
 *
 * The chip on Wishbone (classic, single cycles): identity, status, error, counters, soft reset, and a window through which
 * a bus master can feed and drain the streams itself, a beat a transfer. A request is acknowledged in the next cycle; reads return
 * the state of the cycle of the request. The bus is never held: the master polls STATUS, and a beat written into a full window is
 * an error of the chip, not a lost beat.
 */
module concord_control #(
  parameter  int          StreamBits  = 32,
  parameter  int          CounterBits = 32,
  parameter  logic [15:0] Signature   = 16'h0000,
  localparam int          Counters    = concord_pkg::CounterCount
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,

  // Wishbone
  input  logic                            wb_cyc_i,
  input  logic                            wb_stb_i,
  input  logic                            wb_we_i,
  input  logic [3:0]                      wb_sel_i,
  input  logic [7:0]                      wb_adr_i,
  input  logic [31:0]                     wb_dat_i,
  output logic                            wb_ack_o,
  output logic [31:0]                     wb_dat_o,

  // core
  output logic                            soft_reset_o,
  output logic                            window_error_o,
  input  logic                            done_i,
  input  logic [3:0]                      error_i,
  input  logic [1:0]                      error_engine_i,
  input  logic [15:0]                     error_index_i,
  input  logic [Counters*CounterBits-1:0] counters_i,

  // stream window
  output logic                            window_o,           // the streams belong to the window
  output logic                            window_in_valid_o,
  input  logic                            window_in_ready_i,
  output logic [StreamBits-1:0]           window_in_data_o,
  output logic                            window_in_last_o,
  input  logic                            window_out_valid_i,
  output logic                            window_out_ready_o,
  input  logic [StreamBits-1:0]           window_out_data_i
);

  localparam int BeatBits = StreamBits < 32 ? StreamBits : 32;

  // Request
  logic                  request, write, read, write_in, full_d, full_q, window_d, window_q;
  logic [31:0]           unused_dat;
  logic [StreamBits-1:0] unused_out_data;

  assign unused_dat      = wb_dat_i;
  assign unused_out_data = window_out_data_i;

  assign request  = wb_cyc_i && wb_stb_i && !wb_ack_o;
  assign write    = request && wb_we_i && (&wb_sel_i);
  assign read     = request && !wb_we_i;
  assign write_in = write && window_q &&
                    (wb_adr_i == concord_pkg::CsrWindowIn || wb_adr_i == concord_pkg::CsrWindowInLast);

  // Write
  logic                  soft_reset_d, soft_reset_q, last_q;
  logic [StreamBits-1:0] data_q;

  assign soft_reset_d   = write && wb_adr_i == concord_pkg::CsrCtrl && wb_dat_i[0];
  assign window_error_o = write_in && full_q;

  always_comb begin
    window_d = window_q;
    full_d   = full_q;
    if (window_in_valid_o && window_in_ready_i) begin
      full_d = 1'b0;
    end
    if (write_in && !full_q) begin
      full_d = 1'b1;
    end
    if (write && wb_adr_i == concord_pkg::CsrCtrl && StreamBits <= 32) begin
      window_d = wb_dat_i[1];
    end
    if (soft_reset_d) begin
      full_d = 1'b0;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      soft_reset_q <= 1'b0;
      window_q     <= 1'b0;
      full_q       <= 1'b0;
      data_q       <= '0;
      last_q       <= 1'b0;
    end else begin
      soft_reset_q <= soft_reset_d;
      window_q     <= window_d;
      full_q       <= full_d;
      if (write_in && !full_q) begin
        data_q <= StreamBits'(wb_dat_i[BeatBits-1:0]);
        last_q <= wb_adr_i == concord_pkg::CsrWindowInLast;
      end
    end
  end

  // Read
  logic [31:0]            read_data;
  logic [Counters-1:0]    count_select;
  logic [CounterBits-1:0] count;
  logic                   out_valid, take_q;  // a beat that was read is taken while the read is acknowledged

  assign out_valid          = window_q && window_out_valid_i;
  assign window_out_ready_o = take_q;

  for (genvar c = 0; c < Counters; c++) begin : gen_count
    assign count_select[c] = wb_adr_i == concord_pkg::CsrCounter0 + 8'(4 * c);
  end

  concord_word_select #(.Depth(Counters), .Width(CounterBits)) u_count (
    .words_i(counters_i), .selected_i(count_select), .word_o(count)
  );

  always_comb begin
    case (wb_adr_i)
      concord_pkg::CsrId:        read_data = concord_pkg::IdValue;
      concord_pkg::CsrVersion:   read_data = {8'd0, concord_pkg::IsaVersion, Signature};
      concord_pkg::CsrStatus:    read_data = {27'd0, window_q, out_valid, full_q, error_i != '0, done_i};
      concord_pkg::CsrError:     read_data = {error_index_i, 6'd0, error_engine_i, 4'd0, error_i};
      concord_pkg::CsrWindowOut: read_data = out_valid ? 32'(window_out_data_i[BeatBits-1:0]) : '0;
      default:                   read_data = 32'(count);
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wb_ack_o <= 1'b0;
      wb_dat_o <= '0;
      take_q   <= 1'b0;
    end else begin
      wb_ack_o <= request;
      wb_dat_o <= read ? read_data : '0;
      take_q   <= read && out_valid && wb_adr_i == concord_pkg::CsrWindowOut;
    end
  end

  assign soft_reset_o      = soft_reset_q;
  assign window_o          = window_q;
  assign window_in_valid_o = window_q && full_q;
  assign window_in_data_o  = data_q;
  assign window_in_last_o  = last_q;

endmodule
