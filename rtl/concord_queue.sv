// SPDX-License-Identifier: Apache-2.0

/**
 * Queue of instructions: first in, first out. An instruction pushed in a cycle can be popped in the next one.
 * The front instruction stands in a register of its own, so what looks at it waits for no multiplexer.
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

  localparam int Entries     = Depth - 1;  // behind the front
  localparam int PointerBits = Entries > 1 ? $clog2(Entries) : 1;
  localparam int CountBits   = $clog2(Depth);

  // Where an instruction goes: to the front when nothing is before it
  logic [CountBits-1:0] count_d, count_q;
  logic                 valid_d, valid_q;
  logic                 waiting, advance, to_front, to_entry, from_entry;

  assign waiting    = count_q != '0;
  assign advance    = !valid_q || pop_i;
  assign to_front   = push_i && advance && !waiting;
  assign to_entry   = push_i && !(advance && !waiting);
  assign from_entry = advance && waiting;
  assign valid_d    = !advance || push_i || waiting;

  // Behind the front
  logic [Width-1:0]       entry_q [Entries];
  logic [PointerBits-1:0] head_d, head_q, tail_d, tail_q;

  always_comb begin
    head_d  = head_q;
    tail_d  = tail_q;
    count_d = count_q;
    if (to_entry) begin
      tail_d = tail_q == PointerBits'(Entries - 1) ? '0 : tail_q + 1'b1;
    end
    if (from_entry) begin
      head_d = head_q == PointerBits'(Entries - 1) ? '0 : head_q + 1'b1;
    end
    if (to_entry && !from_entry) begin
      count_d = count_q + 1'b1;
    end else if (from_entry && !to_entry) begin
      count_d = count_q - 1'b1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      head_q  <= '0;
      tail_q  <= '0;
      count_q <= '0;
    end else begin
      valid_q <= valid_d;
      head_q  <= head_d;
      tail_q  <= tail_d;
      count_q <= count_d;
    end
  end

  always_ff @(posedge clk_i) begin
    if (push_i && valid_q) begin  // also when the front leaves just now and takes it: the entry stays free
      entry_q[tail_q] <= data_i;
    end
  end

  // Front
  logic [Width-1:0] front_q;

  always_ff @(posedge clk_i) begin
    if (from_entry || to_front) begin
      front_q <= waiting ? entry_q[head_q] : data_i;
    end
  end

  assign ready_o = count_q != CountBits'(Entries);
  assign valid_o = valid_q;
  assign data_o  = front_q;

`ifndef SYNTHESIS
  always_ff @(posedge clk_i) begin
    if (rst_ni) begin
      assert (!push_i || ready_o) else $error("an instruction is pushed into a full queue");
      assert (!pop_i || valid_o) else $error("an instruction is popped from an empty queue");
    end
  end
`endif

endmodule
