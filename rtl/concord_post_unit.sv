// SPDX-License-Identifier: Apache-2.0

/**
 * Post unit
 *
 * Turns the sums in the drain registers into planes of the output tensor. BIN and MULTI count, for each row, the thresholds that the
 * sum reaches (BIN: one, so the count is the bit); the pixels of a pooling window keep the largest count; bit p of the count
 * is plane p. RAW writes the sum itself: plane p is bit p. Rows that are not used give 0.
 *
 * SCALE, with `ResidualWords` > 0, gives the sums to the scale unit first, and compares its values or clamps them to a code. With `Vector` the
 * values can come from the wide bank instead of the sums.
 *
 * PostLanes rows are compared with one threshold a cycle, then a segment of a plane is written a cycle; both go through four stages:
 *   0  sequence: where the pixel stands, addresses of threshold and word
 *   1  read: thresholds, counts, and the sums they make; bits of a plane of sums
 *   2  compare
 *   3  count and keep; write
 */
module concord_post_unit #(
  parameter  int Rows           = 32,
  parameter  int Lanes          = 32,
  parameter  int AccBits        = 16,
  parameter  int ActWords       = 512,
  parameter  int PostLanes      = 4,
  parameter  int ParamDepth     = 3,
  parameter  int ResidualWords  = 0,
  parameter  bit Vector         = 0,
  parameter  bit ParamLatch     = 1,
  localparam int AddrBits       = $clog2(ActWords) + 2,
  localparam int SumBits        = $clog2(AccBits),
  localparam int ActAddrBits    = $clog2(ActWords),
  localparam int PostSteps      = Rows / PostLanes,
  localparam int ParamWords     = 2 * ParamDepth * PostSteps,
  localparam int ParamAddrBits  = $clog2(ParamWords),
  localparam int Segment        = Rows < Lanes ? Rows : Lanes,
  localparam int Segments       = Lanes / Segment,
  localparam int IndexBits      = PostSteps > 1 ? $clog2(PostSteps) : 1, // steps are never fewer than words of a plane
  localparam int WideAddrBits   = ResidualWords > 1 ? $clog2(ResidualWords) : 1,
  localparam int WideBits       = 16 * PostLanes
) (
  input  logic                        clk_i,
  input  logic                        rst_ni,
  input  logic                        halt_i,

  // threshold load
  input  logic [PostLanes-1:0]        threshold_we_i,
  input  logic [ParamAddrBits-1:0]    threshold_waddr_i,
  input  logic [AccBits-1:0]          threshold_wdata_i,

  // pixel; its sums stand in the drain registers from the second cycle after `start_i` on
  input  logic                        start_i,
  input  logic                        window_first_i,
  input  logic                        window_last_i,
  input  logic [AddrBits-1:0]         out_addr_i,
  input  logic [AddrBits-1:0]         source_addr_i,
  input  logic [AccBits-1:0]          drain_valid_i,  // a sum is twice its row's count less these
  input  logic [Rows*(AccBits-1)-1:0] drain_i,

  // what the RUN asks for
  input  logic                        weight_bank_i,
  input  logic [11:0]                 rows_i,
  input  logic [1:0]                  mode_i,
  input  logic [3:0]                  thresholds_i,
  input  logic [4:0]                  planes_i,
  input  logic [3:0]                  slot_i,
  input  logic [3:0]                  segment_i,
  input  logic [AddrBits-1:0]         out_dp_i,

  // what it asks of the scale unit
  input  logic                        run_start_i,
  input  logic                        wide_source_i,
  input  logic [13:0]                 inner_i,
  input  logic [13:0]                 last_i,
  input  logic [19:0]                 scale_i,
  input  logic [11:0]                 ww_i,
  input  logic [AddrBits-1:0]         res_addr_i,
  input  logic [AddrBits-1:0]         res_dx_i,
  input  logic [AddrBits-1:0]         res_dy_i,
  input  logic [AddrBits-1:0]         wide_addr_i,
  input  logic [AddrBits-1:0]         wide_dx_i,
  input  logic [AddrBits-1:0]         wide_dy_i,

  // wide bank
  output logic [WideAddrBits-1:0]     wide_raddr_o,
  input  logic [WideBits-1:0]         wide_rdata_i,
  output logic                        wide_we_o,
  output logic [WideAddrBits-1:0]     wide_waddr_o,
  output logic [WideBits-1:0]         wide_wdata_o,

  // activation bank
  output logic [Segments-1:0]         act_we_o,
  output logic [ActAddrBits-1:0]      act_waddr_o,
  output logic [Lanes-1:0]            act_wdata_o,

  // state
  output logic                        finish_o,  // last cycle of a pixel
  output logic [3:0]                  error_o
);

  localparam int ReachedBits = ResidualWords > 0 ? 4 : 1;

  // Sequence
  logic       operate, compare, emit, finish, window_end, slot_last, word_last, raw, scale_mode;
  logic [3:0] slot;
  logic [4:0] plane;
  logic [9:0] step, word, unused_word;
  logic [3:0] operation;
  logic [2:0] taken;

  assign raw         = mode_i == concord_pkg::PostRaw;
  assign scale_mode  = ResidualWords > 0 && mode_i == concord_pkg::PostScale;
  assign unused_word = word;  // its high bits, where a bank is small

  concord_post_sequencer #(.Rows(Rows), .Lanes(Lanes), .PostLanes(PostLanes), .Scale(ResidualWords > 0)) u_sequencer (
    .clk_i, .rst_ni, .start_i, .window_last_i, .rows_i, .raw_i(raw), .thresholds_i, .planes_i,
    .scale_mode_i(scale_mode), .multiply_i(scale_i[10]), .inner_i, .last_i,
    .operate_o(operate), .operation_o(operation), .taken_o(taken),
    .compare_o(compare), .emit_o(emit), .finish_o(finish), .window_end_o(window_end),
    .slot_o(slot), .slot_last_o(slot_last), .step_o(step), .plane_o(plane), .word_o(word),
    .word_last_o(word_last)
  );

  // Addresses: of a threshold by bank, slot, step; of a word by window, plane, word
  logic [ParamAddrBits-1:0] threshold_slot, threshold_raddr;
  logic [AddrBits-1:0]      plane_addr_d, plane_addr_q, address;
  logic                     window_first_q;

  assign threshold_slot  = ParamAddrBits'(slot_i) + ParamAddrBits'(slot) + ParamAddrBits'(taken) +
                           (weight_bank_i ? ParamAddrBits'(ParamDepth) : '0);
  assign threshold_raddr = ParamAddrBits'(threshold_slot * ParamAddrBits'(PostSteps)) + ParamAddrBits'(step);
  assign address         = plane_addr_q + AddrBits'(word);

  always_comb begin
    plane_addr_d = plane_addr_q;
    if (emit && word_last) begin
      plane_addr_d = plane_addr_q + out_dp_i;
    end
    if (start_i) begin
      plane_addr_d = out_addr_i;
    end
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

  // The same three cycles on: the digit is the stage
  logic                     compare1_q, compare2_q, compare3_q, emit1_q, emit2_q, emit3_q;
  logic                     finish1_q, finish2_q, finish3_q, slot_first1_q, slot_first2_q, slot_first3_q;
  logic                     slot_last1_q, slot_last2_q, slot_last3_q;
  logic                     window_first1_q, window_first2_q, window_first3_q;
  logic [IndexBits-1:0]     index1_q, index2_q, index3_q;  // step while comparing, word while writing
  logic [4:0]               plane1_q;                      // of a sum, read in stage 1
  logic [1:0]               plane2_q, plane3_q;            // of a code
  logic                     unused_high;
  logic [AddrBits-1:0]      address1_q;
  logic [ActAddrBits-1:0]   address2_q, address3_q;
  logic                     outside2_q, outside3_q;
  logic [ParamAddrBits-1:0] threshold_raddr1_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      {compare1_q, compare2_q, compare3_q}                <= '0;
      {emit1_q, emit2_q, emit3_q}                         <= '0;
      {finish1_q, finish2_q, finish3_q}                   <= '0;
      {slot_first1_q, slot_first2_q, slot_first3_q}       <= '0;
      {slot_last1_q, slot_last2_q, slot_last3_q}          <= '0;
      {window_first1_q, window_first2_q, window_first3_q} <= '0;
      {index1_q, index2_q, index3_q}                      <= '0;
      {plane1_q, plane2_q, plane3_q}                      <= '0;
      {address1_q, address2_q, address3_q}                <= '0;
      {outside2_q, outside3_q}                            <= '0;
      threshold_raddr1_q                                  <= '0;
    end else begin
      {compare1_q, compare2_q, compare3_q}                <= {compare, compare1_q, compare2_q};
      {emit1_q, emit2_q, emit3_q}                         <= {emit, emit1_q, emit2_q};
      {finish1_q, finish2_q, finish3_q}                   <= {finish, finish1_q, finish2_q};
      {slot_first1_q, slot_first2_q, slot_first3_q}       <= {slot == '0, slot_first1_q, slot_first2_q};
      {slot_last1_q, slot_last2_q, slot_last3_q}          <= {slot_last, slot_last1_q, slot_last2_q};
      {window_first1_q, window_first2_q, window_first3_q} <= {window_first_q || scale_mode, window_first1_q, window_first2_q};
      {index1_q, index2_q, index3_q}                      <= {step[IndexBits-1:0], index1_q, index2_q};
      {plane1_q, plane2_q, plane3_q}                      <= {plane, plane1_q[1:0], plane2_q};
      {address1_q, address2_q, address3_q}                <= {address, address1_q[ActAddrBits-1:0], address2_q};
      {outside2_q, outside3_q}                            <= {address1_q >= AddrBits'(ActWords), outside2_q};
      threshold_raddr1_q                                  <= threshold_raddr;
    end
  end

  assign unused_high = ^{plane1_q, step, slot_i};

  // Stage 1: thresholds and the sums of their rows
  logic [AccBits-1:0]               threshold_wdata;
  logic [PostLanes*AccBits-1:0]     threshold, threshold2_q, sums, sums2_q;
  logic [PostLanes*(AccBits-1)-1:0] counts;

  assign counts = drain_i[index1_q*(PostLanes*(AccBits-1)) +: PostLanes*(AccBits-1)];

  for (genvar l = 0; l < PostLanes; l++) begin : gen_sum
    assign sums[l*AccBits +: AccBits] = {counts[l*(AccBits-1) +: AccBits-1], 1'b0} - drain_valid_i;
  end

  concord_write_register #(.Width(AccBits), .Latch(ParamLatch)) u_threshold_data (
    .clk_i, .we_i(|threshold_we_i), .data_i(threshold_wdata_i), .data_o(threshold_wdata)
  );
  concord_memory #(
    .Depth(ParamWords), .Width(PostLanes * AccBits), .Segment(AccBits), .Latch(ParamLatch)
  ) u_thresholds (
    .clk_i,
    .we_i(threshold_we_i), .waddr_i(threshold_waddr_i), .wdata_i({PostLanes{threshold_wdata}}),
    .raddr_i(threshold_raddr1_q), .rdata_o(threshold)
  );
  concord_gated_register #(.Width(2 * PostLanes * AccBits)) u_operands (
    .clk_i, .en_i(operate1), .data_i({threshold, sums}), .data_o({threshold2_q, sums2_q})
  );

  // Stage 2: the values that are compared are the sums, or what the scale unit makes of them
  logic [PostLanes*AccBits-1:0]     values;
  logic [PostLanes*ReachedBits-1:0] clamped;  // codes of SCALE without thresholds
  logic                             operate1;
  logic [3:0]                       scale_error;

  if (ResidualWords > 0) begin : gen_scale
    logic                operate1_q;
    logic [AddrBits-1:0] source_addr_q;
    logic [WideBits-1:0] y, source;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        operate1_q    <= 1'b0;
        source_addr_q <= '0;
      end else begin
        operate1_q <= operate;
        if (Vector && start_i) begin
          source_addr_q <= source_addr_i;
        end
      end
    end

    assign operate1 = operate1_q;

    concord_scale_unit #(
      .AccBits(AccBits), .PostLanes(PostLanes), .AddrBits(AddrBits), .ResidualWords(ResidualWords), .Vector(Vector)
    ) u_scale_unit (
      .clk_i, .rst_ni, .halt_i,
      .run_start_i, .scale_mode_i(scale_mode), .wide_source_i, .scale_i, .ww_i, .rows_i,
      .res_addr_i, .res_dx_i, .res_dy_i, .wide_addr_i, .wide_dx_i, .wide_dy_i,
      .operate_i(operate), .operation_i(operation), .step_i(step), .window_first_i(window_first_q),
      .window_end_i(window_end), .source_addr_i(source_addr_q),
      .sums_i(sums2_q), .params_i(threshold2_q), .y_o(y), .source_o(source), .error_o(scale_error),
      .wide_raddr_o, .wide_rdata_i, .wide_we_o, .wide_waddr_o, .wide_wdata_o
    );

    for (genvar l = 0; l < PostLanes; l++) begin : gen_value
      logic signed [15:0] lane_y;
      logic [15:0]        limit;

      assign lane_y = y[l*16 +: 16];
      assign limit  = (16'd1 << planes_i[2:0]) - 16'd1;

      always_comb begin
        values[l*AccBits +: AccBits] = sums2_q[l*AccBits +: AccBits];
        if (scale_mode) begin
          values[l*AccBits +: AccBits] = AccBits'(lane_y);
        end else if (Vector && wide_source_i) begin
          values[l*AccBits +: AccBits] = AccBits'($signed(source[l*16 +: 16]));
        end
      end

      always_comb begin
        clamped[l*ReachedBits +: ReachedBits] = limit[3:0];
        if (lane_y < 0) begin
          clamped[l*ReachedBits +: ReachedBits] = '0;
        end else if (lane_y < $signed(limit)) begin
          clamped[l*ReachedBits +: ReachedBits] = lane_y[3:0];
        end
      end
    end
  end else begin : gen_sums
    logic unused_scale, unused_rdata;

    assign unused_scale = ^{operate, operation, taken, window_end, run_start_i, wide_source_i, inner_i, last_i, scale_i,
                            ww_i, source_addr_i, res_addr_i, res_dx_i, res_dy_i, wide_addr_i, wide_dx_i, wide_dy_i};
    assign unused_rdata = ^wide_rdata_i;
    assign operate1     = compare1_q;
    assign values       = sums2_q;
    assign clamped      = '0;
    assign scale_error  = concord_pkg::ErrorNone;
    assign wide_raddr_o = '0;
    assign wide_we_o    = 1'b0;
    assign wide_waddr_o = '0;
    assign wide_wdata_o = '0;
  end

  // Compare. Stage 3: count; four bits a row hold up to 15 thresholds reached
  logic [PostLanes*ReachedBits-1:0] reached, reached3_q;
  logic [PostLanes*4-1:0] count_d, count_q, kept, code_d;
  logic [Rows*4-1:0]      code_q;

  assign kept = code_q[index3_q*(PostLanes*4) +: PostLanes*4];

  for (genvar l = 0; l < PostLanes; l++) begin : gen_lane
    logic       at_least;
    logic [3:0] count;

    assign at_least          = $signed(values[l*AccBits +: AccBits]) >= $signed(threshold2_q[l*AccBits +: AccBits]);
    assign reached[l*ReachedBits +: ReachedBits] = (ResidualWords > 0 && scale_mode && thresholds_i == '0) ?
                               clamped[l*ReachedBits +: ReachedBits] : ReachedBits'(at_least);
    assign count             = (slot_first3_q ? 4'd0 : count_q[l*4 +: 4]) + 4'(reached3_q[l*ReachedBits +: ReachedBits]);
    assign count_d[l*4 +: 4] = count;
    assign code_d[l*4 +: 4]  = (window_first3_q || count > kept[l*4 +: 4]) ? count : kept[l*4 +: 4];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reached3_q <= '0;
      count_q    <= '0;
      code_q     <= '0;
    end else begin
      reached3_q <= reached;
      if (compare3_q) begin
        count_q <= count_d;
        if (slot_last3_q) begin
          code_q[index3_q*(PostLanes*4) +: PostLanes*4] <= code_d;
        end
      end
    end
  end

  // Planes: of sums in stage 1, before the drain registers move on; of codes in stage 3, when the last comparison has been counted.
  // The planes of a sum come one by one, lowest first, and so does its subtraction: a carry a row goes from plane to plane.
  logic [Rows-1:0]    sum_bits, code_bits, carry_d, carry_q;
  logic [Segment-1:0] raw_bits, raw_bits2_q, raw_bits3_q, segment_bits;
  logic               valid_n;

  assign valid_n = !drain_valid_i[SumBits'(plane1_q)];

  for (genvar r = 0; r < Rows; r++) begin : gen_plane
    logic [AccBits-1:0] twice;
    logic               bit_of_twice, carry;
    logic [3:0]         code;

    assign twice        = {drain_i[r*(AccBits-1) +: AccBits-1], 1'b0};
    assign bit_of_twice = twice[SumBits'(plane1_q)];
    assign carry        = carry_q[r] || SumBits'(plane1_q) == '0;
    assign carry_d[r]   = valid_n ? bit_of_twice || carry : bit_of_twice && carry;
    assign code         = code_q[r*4 +: 4];
    assign sum_bits[r]  = rows_i > 12'(r) && (bit_of_twice ^ valid_n ^ carry);
    assign code_bits[r] = rows_i > 12'(r) && code[plane3_q];
  end

  for (genvar w = 0; w < Rows / Segment; w++) begin : gen_carry
    concord_gated_register #(.Width(Segment)) u_carry (
      .clk_i, .en_i(emit1_q && raw && index1_q == IndexBits'(w)),
      .data_i(carry_d[w*Segment +: Segment]), .data_o(carry_q[w*Segment +: Segment])
    );
  end

  assign raw_bits     = sum_bits[index1_q*Segment +: Segment];
  assign segment_bits = raw ? raw_bits3_q : code_bits[index3_q*Segment +: Segment];

  concord_gated_register #(.Width(Segment)) u_raw_bits2 (
    .clk_i, .en_i(emit1_q && raw), .data_i(raw_bits), .data_o(raw_bits2_q)
  );
  concord_gated_register #(.Width(Segment)) u_raw_bits3 (
    .clk_i, .en_i(emit2_q && raw), .data_i(raw_bits2_q), .data_o(raw_bits3_q)
  );

  // Write
  logic [Segments-1:0] written;  // the segment and all above it

  assign written = Segments == 1 ? '1 : {Segments{1'b1}} << segment_i;

  for (genvar s = 0; s < Segments; s++) begin : gen_segment
    assign act_we_o[s]                     = emit3_q && !outside3_q && !halt_i && written[s];
    assign act_wdata_o[s*Segment +: Segment] = (Segments == 1 || 4'(s) == segment_i) ? segment_bits : '0;
  end

  assign act_waddr_o = address3_q;
  assign error_o     = (emit3_q && outside3_q) ? concord_pkg::ErrorAddress : scale_error;
  assign finish_o    = finish3_q;

endmodule
