// SPDX-License-Identifier: Apache-2.0

/**
 * Scale unit
 *
 * The post lanes and their way to the wide bank, beside the stages of the post unit:
 *   0  address of the wide word that the operation reads or writes
 *   1  read
 *   2  operate (concord_post_lane); write
 *
 * A word written in stage 2 can be read from the next cycle on.
 */
module concord_scale_unit #(
  parameter  int AccBits       = 16,
  parameter  int PostLanes     = 4,
  parameter  int AddrBits      = 11,
  parameter  int ResidualWords = 64,
  parameter  bit Vector        = 0,
  localparam int WideAddrBits  = ResidualWords > 1 ? $clog2(ResidualWords) : 1,
  localparam int WideBits      = 16 * PostLanes
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  input  logic                         halt_i,

  // what the RUN asks for
  input  logic                         run_start_i,
  input  logic                         scale_mode_i,
  input  logic                         wide_source_i,   // the values are those of the wide bank
  input  logic [19:0]                  scale_i,
  input  logic [11:0]                  ww_i,
  input  logic [11:0]                  rows_i,
  input  logic [AddrBits-1:0]          res_addr_i,
  input  logic [AddrBits-1:0]          res_dx_i,
  input  logic [AddrBits-1:0]          res_dy_i,
  input  logic [AddrBits-1:0]          wide_addr_i,
  input  logic [AddrBits-1:0]          wide_dx_i,
  input  logic [AddrBits-1:0]          wide_dy_i,

  // stage 0
  input  logic                         operate_i,
  input  logic [3:0]                   operation_i,
  input  logic [9:0]                   step_i,
  input  logic                         window_first_i,
  input  logic                         window_end_i,
  input  logic [AddrBits-1:0]          source_addr_i,   // of the pixel

  // stage 2
  input  logic [PostLanes*AccBits-1:0] sums_i,
  input  logic [PostLanes*AccBits-1:0] params_i,
  output logic [WideBits-1:0]          y_o,
  output logic [WideBits-1:0]          source_o,        // the wide word read
  output logic [3:0]                   error_o,

  // wide bank
  output logic [WideAddrBits-1:0]      wide_raddr_o,
  input  logic [WideBits-1:0]          wide_rdata_i,
  output logic                         wide_we_o,
  output logic [WideAddrBits-1:0]      wide_waddr_o,
  output logic [WideBits-1:0]          wide_wdata_o
);

  // Stage 0: addresses of the window's words
  logic [AddrBits-1:0] residual_addr, write_addr, base;
  logic                source, residual, written;

  concord_wide_address #(.AddrBits(AddrBits)) u_residual_address (
    .clk_i, .rst_ni,
    .start_i(run_start_i), .window_i(window_end_i), .ww_i,
    .base_i(res_addr_i), .dx_i(res_dx_i), .dy_i(res_dy_i), .addr_o(residual_addr)
  );
  concord_wide_address #(.AddrBits(AddrBits)) u_write_address (
    .clk_i, .rst_ni,
    .start_i(run_start_i), .window_i(window_end_i), .ww_i,
    .base_i(wide_addr_i), .dx_i(wide_dx_i), .dy_i(wide_dy_i), .addr_o(write_addr)
  );

  assign source   = Vector && wide_source_i &&
                    operation_i == (scale_mode_i ? concord_pkg::LaneMultiply : concord_pkg::LaneQuantise);
  assign residual = operation_i == concord_pkg::LaneResidual || (Vector && operation_i == concord_pkg::LaneGate);
  assign written  = operation_i == concord_pkg::LaneSum || operation_i == concord_pkg::LaneWrite ||
                    (Vector && operation_i == concord_pkg::LaneAccumulate);

  always_comb begin
    base = write_addr;
    if (residual) begin
      base = residual_addr;
    end
    if (source) begin
      base = source_addr_i;
    end
  end

  // The same one and two cycles on: the digit is the stage
  logic                operate1_q, operate2_q, touch1_q, touch2_q, outside2_q;
  logic                window_first1_q, window_first2_q;
  logic [3:0]          operation1_q, operation2_q;
  logic [9:0]          step1_q, step2_q;
  logic [AddrBits-1:0] address1_q, address2_q, unused_address;
  logic [WideBits-1:0] wide2_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {operate1_q, operate2_q}           <= '0;
      {touch1_q, touch2_q}               <= '0;
      {window_first1_q, window_first2_q} <= '0;
      {operation1_q, operation2_q}       <= '0;
      {step1_q, step2_q}                 <= '0;
      {address1_q, address2_q}           <= '0;
      outside2_q                         <= 1'b0;
    end else begin
      {operate1_q, operate2_q}           <= {operate_i && scale_mode_i, operate1_q};
      {touch1_q, touch2_q}               <= {operate_i && (source || residual || (scale_mode_i && written)), touch1_q};
      {window_first1_q, window_first2_q} <= {window_first_i, window_first1_q};
      {operation1_q, operation2_q}       <= {operation_i, operation1_q};
      {step1_q, step2_q}                 <= {step_i, step1_q};
      {address1_q, address2_q}           <= {base + AddrBits'(step_i), address1_q};
      outside2_q                         <= 19'(address1_q) >= 19'(ResidualWords);
    end
  end

  assign unused_address = address2_q;

  // Stage 1: read
  assign wide_raddr_o = WideAddrBits'(address1_q);
  assign source_o     = wide2_q;

  concord_gated_register #(.Width(WideBits)) u_wide (
    .clk_i, .en_i(touch1_q), .data_i(wide_rdata_i), .data_o(wide2_q)
  );

  // Stage 2: operate; the lanes of rows that are not used write 0
  logic [PostLanes-1:0] used;

  for (genvar l = 0; l < PostLanes; l++) begin : gen_lane
    concord_post_lane #(.AccBits(AccBits), .Vector(Vector)) u_lane (
      .clk_i,
      .valid_i(operate2_q), .operation_i(operation2_q), .window_first_i(window_first2_q), .source_i(wide_source_i),
      .multiply_i(scale_i[10]), .shift_i(scale_i[4:0]), .slope_shift_i(scale_i[9:5]),
      .sigmoid_i(scale_i[17:16] == concord_pkg::FunctionSigmoid),
      .sum_i(sums_i[l*AccBits +: AccBits]), .param_i(params_i[l*AccBits +: 16]), .wide_i(wide2_q[l*16 +: 16]),
      .y_o(y_o[l*16 +: 16])
    );

    assign used[l] = 20'(step2_q) * 20'(PostLanes) + 20'(l) < 20'(rows_i);
    assign wide_wdata_o[l*16 +: 16] = used[l] ? y_o[l*16 +: 16] : '0;
  end

  assign wide_we_o    = operate2_q && operation2_q == concord_pkg::LaneWrite && !outside2_q && !halt_i;
  assign wide_waddr_o = WideAddrBits'(address2_q);
  assign error_o      = (touch2_q && outside2_q) ? concord_pkg::ErrorAddress : concord_pkg::ErrorNone;

  // The sequencer knows which operations there are, and the high bits of a parameter are for QUANTISE
  logic unused_bits;

  assign unused_bits = ^{scale_i, params_i};

endmodule
