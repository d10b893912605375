// SPDX-License-Identifier: Apache-2.0

/**
 * Queue of instructions: first in, first out. An instruction pushed in a cycle can be popped in the next one.
 * `ready_o` is a register's value: a pop makes room from the next cycle on.
 */
module concord_queue #(
  parameter int Depth = 8,
  parameter int Width = 32
) (
  input  logic             clk_i,
  input  logic             rst_ni,

  // in
  input  logic             push_i,   // only while ready_o
  input  logic [Width-1:0] data_i,
  output logic             ready_o,

  // out
  input  logic             pop_i,    // only while valid_o
  output logic [Width-1:0] data_o,
  output logic             valid_o
);

  localparam int PointerBits = $clog2(Depth);
  localparam int CountBits   = $clog2(Depth + 1);

  logic [Width-1:0]       entry_q [Depth];
  logic [PointerBits-1:0] head_d, head_q, tail_d, tail_q;
  logic [CountBits-1:0]   count_d, count_q;

  always_comb begin
    head_d  = head_q;
    tail_d  = tail_q;
    count_d = count_q;
    if (push_i) begin
      tail_d = tail_q == PointerBits'(Depth - 1) ? '0 : tail_q + 1'b1;
    end
    if (pop_i) begin
      head_d = head_q == PointerBits'(Depth - 1) ? '0 : head_q + 1'b1;
    end
    if (push_i && !pop_i) begin
      count_d = count_q + 1'b1;
    end else if (pop_i && !push_i) begin
      count_d = count_q - 1'b1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q  <= '0;
      tail_q  <= '0;
      count_q <= '0;
    end else begin
      head_q  <= head_d;
      tail_q  <= tail_d;
      count_q <= count_d;
    end
  end

  always_ff @(posedge clk_i) begin
    if (push_i) begin
      entry_q[tail_q] <= data_i;
    end
  end

  assign ready_o = count_q != CountBits'(Depth);
  assign valid_o = count_q != '0;
  assign data_o  = entry_q[head_q];

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      assert (!push_i || ready_o) else $error("an instruction is pushed into a full queue");
      assert (!pop_i || valid_o) else $error("an instruction is popped from an empty queue");
    end
  end
`endif

endmodule
