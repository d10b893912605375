// SPDX-License-Identifier: Apache-2.0

/** Wide address: where the words of a RUN's windows lie in the wide bank, window by window, line by line. */
module concord_wide_address #(
  parameter int AddrBits = 11
) (
  input  logic                clk_i,
  input  logic                rst_ni,

  input  logic                start_i,   // a RUN starts
  input  logic                window_i,  // a window is done
  input  logic [11:0]         ww_i,      // windows a line
  input  logic [AddrBits-1:0] base_i,
  input  logic [AddrBits-1:0] dx_i,
  input  logic [AddrBits-1:0] dy_i,
  output logic [AddrBits-1:0] addr_o     // of the window
);

  logic [AddrBits-1:0] addr_d, addr_q, line_d, line_q;
  logic [11:0]         column_d, column_q;
  logic                line_end;

  assign line_end = column_q == ww_i - 12'd1;

  always_comb begin
    addr_d   = addr_q;
    line_d   = line_q;
    column_d = column_q;
    if (window_i) begin
      column_d = line_end ? '0 : column_q + 12'd1;
      if (line_end) begin
        line_d = line_q + dy_i;
        addr_d = line_d;
      end else begin
        addr_d = addr_q + dx_i;
      end
    end
    if (start_i) begin
      addr_d   = base_i;
      line_d   = base_i;
      column_d = '0;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      addr_q   <= '0;
      line_q   <= '0;
      column_q <= '0;
    end else begin
      addr_q   <= addr_d;
      line_q   <= line_d;
      column_q <= column_d;
    end
  end

  assign addr_o = addr_q;

endmodule
