// SPDX-License-Identifier: Apache-2.0

/** Register without reset that holds unless enabled, generic body. */
module concord_gated_register #(
  parameter int Width = 16
) (
  input  logic             clk_i,
  input  logic             en_i,
  input  logic [Width-1:0] data_i,
  output logic [Width-1:0] data_o
);

  logic [Width-1:0] data_q;

  always_ff @(posedge clk_i) begin
    if (en_i) begin
      data_q <= data_i;
    end
  end

  assign data_o = data_q;

endmodule
