// SPDX-License-Identifier: Apache-2.0

/**
 * Post unit
 *
 * Turns the sums in the drain registers into planes of the output tensor. BIN and MULTI count, for each row, the thresholds that the
 * sum reaches (BIN: one, so the count is the bit); the pixels of a pooling window keep the largest count; bit p of the count
 * is plane p. RAW writes the sum itself: plane p is bit p. Rows that are not used give 0.
 *
 * PostLanes rows are compared with one threshold a cycle, then a segment of a plane is written a cycle.
 */
module concord_post_unit #(
  parameter  int Rows           = 32,
  parameter  int Lanes          = 32,
  parameter  int AccBits        = 16,
  parameter  int ActWords       = 512,
  parameter  int PostLanes      = 4,
  parameter  int ParamDepth     = 3,
  parameter  bit ParamLatch     = 1,
  localparam int AddrBits       = $clog2(ActWords) + 2,
  localparam int SumBits        = $clog2(AccBits),
  localparam int ActAddrBits    = $clog2(ActWords),
  localparam int PostSteps      = Rows / PostLanes,
  localparam int ParamWords     = 2 * ParamDepth * PostSteps,
  localparam int ParamAddrBits  = $clog2(ParamWords),
  localparam int Segment        = Rows < Lanes ? Rows : Lanes,
  localparam int Segments       = Lanes / Segment
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     halt_i,

  // threshold load
  input  logic [PostLanes-1:0]     threshold_we_i,
  input  logic [ParamAddrBits-1:0] threshold_waddr_i,
  input  logic [AccBits-1:0]       threshold_now_i,
  input  logic [AccBits-1:0]       threshold_held_i,

  // pixel
  input  logic                     start_i,
  input  logic                     window_first_i,
  input  logic                     window_last_i,
  input  logic [AddrBits-1:0]      out_addr_i,
  input  logic [Rows*AccBits-1:0]  drain_i,

  // what the RUN asks for
  input  logic                     weight_bank_i,
  input  logic [11:0]              rows_i,
  input  logic [1:0]               mode_i,
  input  logic [3:0]               thresholds_i,
  input  logic [4:0]               planes_i,
  input  logic [3:0]               slot_i,
  input  logic [3:0]               segment_i,
  input  logic [AddrBits-1:0]      out_dp_i,

  // activation bank
  output logic [Segments-1:0]      act_we_o,
  output logic [ActAddrBits-1:0]   act_waddr_o,
  output logic [Lanes-1:0]         act_now_o,
  output logic [Lanes-1:0]         act_held_o,

  // state
  output logic                     finish_o,
  output logic [3:0]               error_o
);

  // Sequence
  logic       compare, emit, slot_last, word_last, raw;
  logic [3:0] slot;
  logic [4:0] plane, unused_plane;
  logic [9:0] step, word;

  assign raw          = mode_i == concord_pkg::PostRaw;
  assign unused_plane = plane;

  concord_post_sequencer #(.Rows(Rows), .Lanes(Lanes), .PostLanes(PostLanes)) u_sequencer (
    .clk_i, .rst_ni, .start_i, .window_last_i, .rows_i, .raw_i(raw), .thresholds_i, .planes_i,
    .compare_o(compare), .emit_o(emit), .finish_o,
    .slot_o(slot), .slot_last_o(slot_last), .step_o(step), .plane_o(plane), .word_o(word),
    .word_last_o(word_last)
  );

  // Thresholds: bank, slot, step
  logic [PostLanes*AccBits-1:0] threshold_now, threshold_held, threshold_wdata, threshold;
  logic [ParamAddrBits-1:0]     threshold_slot, threshold_raddr;

  assign threshold_now   = {PostLanes{threshold_now_i}};
  assign threshold_held  = {PostLanes{threshold_held_i}};
  assign threshold_slot  = ParamAddrBits'(slot_i) + ParamAddrBits'(slot) +
                           (weight_bank_i ? ParamAddrBits'(ParamDepth) : '0);
  assign threshold_raddr = ParamAddrBits'(threshold_slot * ParamAddrBits'(PostSteps)) + ParamAddrBits'(step);

  concord_write_data #(.Width(PostLanes * AccBits), .Latch(ParamLatch)) u_threshold_data (
    .now_i(threshold_now), .held_i(threshold_held), .data_o(threshold_wdata)
  );
  concord_memory #(
    .Depth(ParamWords), .Width(PostLanes * AccBits), .Segment(AccBits), .Latch(ParamLatch)
  ) u_thresholds (
    .clk_i,
    .we_i(threshold_we_i), .waddr_i(threshold_waddr_i), .wdata_i(threshold_wdata),
    .raddr_i(threshold_raddr), .rdata_o(threshold)
  );

  // Compare and count: four bits a row hold up to 15 thresholds reached
  logic                         window_first_q;
  logic [PostLanes*AccBits-1:0] sums;
  logic [PostLanes*4-1:0]       count_d, count_q, kept, code_d;
  logic [Rows*4-1:0]            code_q;

  assign sums = drain_i[step*(PostLanes*AccBits) +: PostLanes*AccBits];
  assign kept = code_q[step*(PostLanes*4) +: PostLanes*4];

  for (genvar l = 0; l < PostLanes; l++) begin : gen_lane
    logic       reached;
    logic [3:0] count;

    assign reached                = $signed(sums[l*AccBits +: AccBits]) >= $signed(threshold[l*AccBits +: AccBits]);
    assign count                  = (slot == '0 ? 4'd0 : count_q[l*4 +: 4]) + 4'(reached);
    assign count_d[l*4 +: 4]      = count;
    assign code_d[l*4 +: 4]       = (window_first_q || count > kept[l*4 +: 4]) ? count : kept[l*4 +: 4];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      count_q <= '0;
      code_q  <= '0;
    end else if (compare) begin
      count_q <= count_d;
      if (slot_last) begin
        code_q[step*(PostLanes*4) +: PostLanes*4] <= code_d;
      end
    end
  end

  // Write
  logic [AddrBits-1:0]  plane_addr_d, plane_addr_q, address;
  logic [Rows-1:0]      plane_bits;
  logic [Segment-1:0]   segment_bits;
  logic [Lanes-1:0]     act_held_q;
  logic                 outside;

  always_comb begin
    plane_addr_d = plane_addr_q;
    if (emit && word_last) begin
      plane_addr_d = plane_addr_q + out_dp_i;
    end
    if (start_i) begin
      plane_addr_d = out_addr_i;
    end
  end

  for (genvar r = 0; r < Rows; r++) begin : gen_plane
    logic [AccBits-1:0] sum;
    logic [3:0]         code;

    assign sum           = drain_i[r*AccBits +: AccBits];
    assign code          = code_q[r*4 +: 4];
    assign plane_bits[r] = rows_i > 12'(r) && (raw ? sum[SumBits'(plane)] : code[2'(plane)]);
  end

  assign segment_bits = plane_bits[word*Segment +: Segment];
  assign address      = plane_addr_q + AddrBits'(word);
  assign outside      = address >= AddrBits'(ActWords);
  assign act_waddr_o  = address[ActAddrBits-1:0];
  assign error_o      = (emit && outside) ? concord_pkg::ErrorAddress : concord_pkg::ErrorNone;

  for (genvar s = 0; s < Segments; s++) begin : gen_segment
    assign act_we_o[s]                     = emit && !outside && !halt_i && (Segments == 1 || 4'(s) >= segment_i);
    assign act_now_o[s*Segment +: Segment] = (Segments == 1 || 4'(s) == segment_i) ? segment_bits : '0;
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      window_first_q <= 1'b0;
      plane_addr_q   <= '0;
    end else begin
      plane_addr_q <= plane_addr_d;
      if (start_i) begin
        window_first_q <= window_first_i;
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (emit) begin
      act_held_q <= act_now_o;
    end
  end

  assign act_held_o = act_held_q;

endmodule
