// SPDX-License-Identifier: Apache-2.0

/** Performance counters: one for each event, counting the cycles in which it is set while `active_i`. They wrap. */
module concord_counters #(
  parameter int CounterBits = 32
) (
  input  logic                                              clk_i,
  input  logic                                              rst_ni,

  input  logic                                              active_i,
  input  logic [concord_pkg::CounterCount-1:0]              event_i,
  output logic [concord_pkg::CounterCount*CounterBits-1:0]  count_o
);

  for (genvar i = 0; i < concord_pkg::CounterCount; i++) begin : gen_counter
    logic [CounterBits-1:0] count_q;

    concord_gated_counter #(.Width(CounterBits)) u_counter (
      .clk_i, .rst_ni, .en_i(active_i && event_i[i]), .count_o(count_q)
    );

    assign count_o[i*CounterBits +: CounterBits] = count_q;
  end

endmodule
