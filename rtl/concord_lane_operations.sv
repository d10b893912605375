// SPDX-License-Identifier: Apache-2.0

/**
 * Lane operations: which operations a step of the post unit has, one bit each in the order of concord_pkg::Lane*.
 * SCALE sums up the pixels of a window and does the rest in its last pixel; BIN and MULTI compare in every pixel.
 */
module concord_lane_operations #(
  parameter  bit Vector     = 0,
  localparam int Operations = 14
) (
  input  logic                  scale_mode_i,
  input  logic [7:0]            window_i,  // ph, pw
  input  logic [4:0]            planes_i,
  input  logic [19:0]           scale_i,   // register SCALE

  output logic [Operations-1:0] inner_o,   // in all pixels of a window but the last
  output logic [Operations-1:0] last_o
);

  localparam logic [Operations-1:0] Compare = Operations'(1) << concord_pkg::LaneQuantise;

  logic       sum, has_function, gate, accumulate;
  logic [9:0] unused_shifts;
  logic       unused_multiply;

  assign sum             = window_i != 8'h11;
  assign has_function    = Vector && scale_i[17:16] != concord_pkg::FunctionNone;
  assign gate            = Vector && scale_i[18];
  assign accumulate      = Vector && scale_i[19];
  assign unused_shifts   = scale_i[9:0];
  assign unused_multiply = scale_i[10];

  always_comb begin
    inner_o = Compare;
    last_o  = Compare;
    if (scale_mode_i) begin
      inner_o                               = '0;
      inner_o[concord_pkg::LaneMultiply]    = 1'b1;
      inner_o[concord_pkg::LaneRound]       = 1'b1;
      inner_o[concord_pkg::LaneAdd]         = scale_i[11];
      inner_o[concord_pkg::LaneSum]         = sum;
      inner_o[concord_pkg::LaneWrite]       = 1'b1;
      last_o                                = '0;
      last_o[concord_pkg::LaneMultiply]     = 1'b1;
      last_o[concord_pkg::LaneRound]        = 1'b1;
      last_o[concord_pkg::LaneAdd]          = scale_i[11];
      last_o[concord_pkg::LaneSum]          = sum;
      last_o[concord_pkg::LaneResidual]     = scale_i[12];
      last_o[concord_pkg::LaneSlope]        = scale_i[13];
      last_o[concord_pkg::LaneSlopeRound]   = scale_i[13];
      last_o[concord_pkg::LaneFunction]     = has_function;
      last_o[concord_pkg::LaneGate]         = gate;
      last_o[concord_pkg::LaneGateRound]    = gate;
      last_o[concord_pkg::LaneAccumulate]   = accumulate;
      last_o[concord_pkg::LaneOffset]       = scale_i[14];
      last_o[concord_pkg::LaneWrite]        = scale_i[15];
      last_o[concord_pkg::LaneQuantise]     = planes_i != '0;
    end
  end

endmodule
