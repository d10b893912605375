// SPDX-License-Identifier: Apache-2.0

/**
 * Post lane
 *
 * What SCALE does with the value of one row, one operation a cycle (concord_pkg::Lane*): a factor, a rounding shift to int16,
 * addends, two slopes, a table, a gate. One multiplier, one shifter and one adder serve all of them. Every result saturates
 * to int16; rhu(v, s) = floor(v / 2^s + 1/2) is (2v >> s, plus 1) >> 1.
 */
module concord_post_lane #(
  parameter  int AccBits     = 16,
  parameter  bit Vector      = 0,
  localparam int ProductBits = AccBits + 16
) (
  input  logic               clk_i,

  // operation
  input  logic               valid_i,
  input  logic [3:0]         operation_i,
  input  logic               window_first_i,  // SUM starts
  input  logic               source_i,        // of MULTIPLY: the wide value, else the sum

  // what the RUN asks for
  input  logic               multiply_i,
  input  logic [4:0]         shift_i,
  input  logic [4:0]         slope_shift_i,
  input  logic               sigmoid_i,

  // operands
  input  logic [AccBits-1:0] sum_i,
  input  logic [15:0]        param_i,
  input  logic [15:0]        wide_i,

  // value
  output logic [15:0]        y_o
);

  // Multiply
  logic signed [AccBits-1:0]     factor;
  logic signed [15:0]            other, y_q;
  logic signed [ProductBits-1:0] product_d, product_q;
  logic                          multiplies;

  assign multiplies = operation_i == concord_pkg::LaneMultiply || operation_i == concord_pkg::LaneSlope ||
                      (Vector && operation_i == concord_pkg::LaneGate);
  assign product_d  = factor * other;

  always_comb begin
    factor = AccBits'(y_q);
    other  = param_i;
    if (operation_i == concord_pkg::LaneMultiply) begin
      factor = (Vector && source_i) ? AccBits'($signed(wide_i)) : sum_i;
      if (!multiply_i) begin
        other = 16'd1;
      end
    end else if (Vector && operation_i == concord_pkg::LaneGate) begin
      other = wide_i;
    end
  end

  // Round
  logic [4:0]                    shift;
  logic signed [ProductBits:0]   doubled, shifted;
  logic signed [ProductBits-1:0] rounded;
  logic signed [15:0]            rounded_y;

  always_comb begin
    shift = shift_i;
    if (operation_i == concord_pkg::LaneSlopeRound) begin
      shift = slope_shift_i;
    end else if (Vector && operation_i == concord_pkg::LaneGateRound) begin
      shift = 5'd15;
    end
  end

  assign doubled   = {product_q, 1'b0};
  assign shifted   = doubled >>> shift;
  assign rounded   = shifted[ProductBits:1] + ProductBits'(shifted[0]);
  assign rounded_y = saturate(rounded[ProductBits-1], rounded[ProductBits-1:15] == '0 ||
                              rounded[ProductBits-1:15] == '1, rounded[15:0]);

  // Add
  logic signed [15:0] addend, added_y;
  logic signed [16:0] added;
  logic               from_param;

  assign from_param = operation_i == concord_pkg::LaneAdd || operation_i == concord_pkg::LaneOffset;
  assign addend     = from_param ? param_i : wide_i;
  assign added      = 17'(y_q) + 17'(addend);
  assign added_y    = saturate(added[16], added[16] == added[15], added[15:0]);

  // Function
  logic [15:0] table_y;

  if (Vector) begin : gen_function
    logic [15:0] entry;

    concord_tanh u_tanh (.index_i(y_q[15:8]), .entry_o(entry));

    // (entry + 32768) >> 1
    assign table_y = sigmoid_i ? {1'b0, !entry[15], entry[14:1]} : entry;
  end else begin : gen_no_function
    logic unused_sigmoid;

    assign unused_sigmoid = sigmoid_i;
    assign table_y        = '0;
  end

  // Value
  logic signed [15:0] y_d;

  always_comb begin
    y_d = y_q;
    case (operation_i)
      concord_pkg::LaneRound, concord_pkg::LaneGateRound: y_d = rounded_y;
      concord_pkg::LaneSlopeRound:                        y_d = y_q < 0 ? rounded_y : y_q;
      concord_pkg::LaneAdd, concord_pkg::LaneOffset,
      concord_pkg::LaneResidual:                          y_d = added_y;
      concord_pkg::LaneSum:                               y_d = window_first_i ? y_q : added_y;
      concord_pkg::LaneAccumulate:                        y_d = Vector ? added_y : y_q;
      concord_pkg::LaneFunction:                          y_d = Vector ? table_y : y_q;
      default: ;
    endcase
  end

  always_ff @(posedge clk_i) begin
    if (valid_i && multiplies) begin
      product_q <= product_d;
    end
    if (valid_i) begin
      y_q <= y_d;
    end
  end

  assign y_o = y_q;

  // The value when it fits, else the end of the range on its side
  function logic [15:0] saturate(input logic negative, input logic fits, input logic [15:0] value);
    saturate = fits ? value : {negative, {15{!negative}}};
  endfunction

endmodule
