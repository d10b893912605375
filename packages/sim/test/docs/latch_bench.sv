// SPDX-License-Identifier: Apache-2.0

/** Writes word 1 of a latch memory in cycle 1 and prints the signals at the end of each phase of the clock. */
module latch_bench;

  logic       clk, we;
  logic [7:0] now, held, data, word;

  concord_latch_data #(.Width(8)) u_data (.now_i(now), .held_i(held), .data_o(data));
  concord_latch_memory #(.Depth(2), .Width(8)) u_memory (
    .clk_i(clk), .we_i(we), .waddr_i(1'b1), .wdata_i(data), .raddr_i(1'b1), .rdata_o(word)
  );

  task automatic print(int cycle, string phase);
    $display("%0d %s clk_i=%b we_i=%b en_i=%b en_latched=%b gated_clk=%b clk_o=%b now_i=%h held_i=%h wdata_i=%h data_i=%h data_o=%h rdata_o=%h",
      cycle, phase, clk, we, we, u_memory.gen_group[0].gen_gate.u_gate.en_latched,
      u_memory.gen_group[0].gen_word[1].gen_segment[0].u_word.gated_clk, u_memory.gen_group[0].group_clk,
      now, held, data, data, u_memory.gen_group[0].gen_word[1].gen_segment[0].u_word.data_o, word);
  endtask

  initial begin
    clk  = 1'b0;
    we   = 1'b0;
    now  = 8'h11;
    held = 8'h00;
    for (int cycle = 0; cycle < 4; cycle++) begin
      #1 clk = 1'b1;
      held   = now;
      #1 we  = cycle == 1;
      now    = 8'h11 * 8'(cycle + 1);
      #1 print(cycle, "high");
      #1 clk = 1'b0;
      #1 print(cycle, "low");
    end
    $finish;
  end

endmodule
