// SPDX-License-Identifier: Apache-2.0

/**
 * Command unit
 *
 * Gathers beats into instructions (low bits first) and dispatches them in order: to the load engine, which executes
 * in the dispatch cycle, or into the queue of the compute or the store engine. While the load engine takes payload the
 * stream is its own. A beat is accepted in the cycle in which the instruction before it leaves, unless payload or nothing
 * at all follows that one.
 */
module concord_command_unit #(
  parameter int          StreamBits = 32,
  parameter logic [15:0] Signature  = 16'h0000
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  halt_i,

  // stream in
  input  logic                  in_valid_i,
  output logic                  in_ready_o,
  input  logic [StreamBits-1:0] in_data_i,
  input  logic                  in_last_i,

  // instruction, for all engines
  output logic [31:0]           instr_o,
  output logic [31:0]           instr_next_o,    // what it becomes with this cycle's beat,
  output logic                  gather_o,        // which is accepted and no payload

  // load engine
  output logic                  load_valid_o,
  input  logic                  load_ready_i,
  input  logic [3:0]            load_error_i,    // of the instruction while load_valid_o
  input  logic                  load_payload_i,  // the load engine takes this cycle's beat
  output logic                  load_beat_o,     // it is accepted

  // queues
  output logic                  compute_push_o,
  input  logic                  compute_ready_i,
  output logic                  store_push_o,
  input  logic                  store_ready_i,

  // state
  output logic                  ended_o,         // END has been dispatched
  output logic                  blocked_o,       // an instruction waits for its target
  output logic                  wait_queue_o,
  output logic                  wait_stream_o,

  // error
  output logic [3:0]            error_o,
  output logic [1:0]            error_engine_o,
  output logic [15:0]           error_index_o    // from the cycle after the error on
);

  localparam int InstructionBeats = StreamBits >= 32 ? 1 : 32 / StreamBits;

  // Gather
  logic        awake_q;  // no beat is taken in reset
  logic [1:0]  beat_d, beat_q;
  logic [31:0] instr_d, instr_q;
  logic        instr_valid_d, instr_valid_q;
  logic        instr_last_d, instr_last_q;
  logic        ended_d, ended_q;
  logic        dispatch, takes_next;
  logic        gather, complete;

  assign in_ready_o = awake_q && !halt_i && !ended_q &&
                      (load_payload_i || !instr_valid_q || (dispatch && takes_next));
  assign gather     = in_valid_i && in_ready_o && !load_payload_i;

  // Payload is always accepted: END cannot have come before
  assign load_beat_o = in_valid_i && load_payload_i && !halt_i;
  assign complete   = gather && beat_q == 2'(InstructionBeats - 1);

  if (StreamBits >= 32) begin : gen_beat
    assign instr_d = in_data_i[31:0];

    if (StreamBits > 32) begin : gen_wide
      logic [StreamBits-1:32] unused_high;

      assign unused_high = in_data_i[StreamBits-1:32];
    end
  end else begin : gen_shift
    assign instr_d = {in_data_i, instr_q[31:StreamBits]};
  end

  always_comb begin
    beat_d        = beat_q;
    instr_valid_d = instr_valid_q && !dispatch;
    instr_last_d  = instr_last_q;
    if (gather) begin
      beat_d = complete ? 2'd0 : beat_q + 2'd1;
    end
    if (complete) begin
      instr_valid_d = 1'b1;
      instr_last_d  = in_last_i;
    end
  end

  // Classify
  logic [1:0] engine;
  logic       is_set, is_begin, is_end, is_payload, known;
  logic [2:0] op;
  logic       begun_d, begun_q;

  assign engine     = instr_q[31:30];
  assign is_set     = instr_q[29];
  assign op         = instr_q[28:26];
  assign is_begin   = engine == concord_pkg::EngineControl && !is_set && op == concord_pkg::OpBegin;
  assign is_end     = engine == concord_pkg::EngineControl && !is_set && op == concord_pkg::OpEnd;
  assign is_payload = engine == concord_pkg::EngineLoad && !is_set &&
                      (op == concord_pkg::OpLoadAct || op == concord_pkg::OpLoadWeights ||
                       op == concord_pkg::OpLoadThresholds);
  assign takes_next = !is_payload && !is_end;

  // The compute and the store engine check their own instructions when they execute them
  always_comb begin
    known = 1'b1;
    if (engine == concord_pkg::EngineControl) begin
      known = is_begin || is_end;
    end else if (engine == concord_pkg::EngineLoad) begin
      known = is_set ? instr_q[28:24] == concord_pkg::RegLoadAddr :
              (is_payload || op == concord_pkg::OpTake || op == concord_pkg::OpGive);
    end
  end

  // Check
  logic [3:0] dispatch_error;
  logic       begin_matches;

  assign begin_matches = instr_q[23:16] == concord_pkg::IsaVersion && instr_q[15:0] == Signature;

  always_comb begin
    dispatch_error = concord_pkg::ErrorNone;
    if (instr_valid_q) begin
      if (begun_q ? is_begin : !(is_begin && begin_matches)) begin
        dispatch_error = concord_pkg::ErrorBegin;
      end else if (!known) begin
        dispatch_error = concord_pkg::ErrorOpcode;
      end else if (instr_last_q && !is_end) begin
        dispatch_error = concord_pkg::ErrorTruncated;
      end else if (is_end && !instr_last_q) begin
        dispatch_error = concord_pkg::ErrorTrailing;
      end else if (engine == concord_pkg::EngineLoad) begin
        dispatch_error = load_error_i;
      end
    end
  end

  // Dispatch. What a faulty instruction sets off nobody sees, since its error halts the chip: no path leads through the checks or through
  // halt_i, which keeps beats out.
  logic valid, target_ready;

  assign valid = instr_valid_q;

  always_comb begin
    case (engine)
      concord_pkg::EngineLoad:    target_ready = load_ready_i;
      concord_pkg::EngineCompute: target_ready = compute_ready_i;
      concord_pkg::EngineStore:   target_ready = store_ready_i;
      default:                    target_ready = 1'b1;
    endcase
  end

  assign dispatch       = valid && target_ready;
  assign instr_o        = instr_q;
  assign instr_next_o   = instr_d;
  assign gather_o       = gather;
  assign load_valid_o   = valid && engine == concord_pkg::EngineLoad;
  assign compute_push_o = valid && engine == concord_pkg::EngineCompute && compute_ready_i;
  assign store_push_o   = valid && engine == concord_pkg::EngineStore && store_ready_i;
  assign begun_d        = begun_q || (dispatch && is_begin);
  assign ended_d        = ended_q || (dispatch && is_end);

  // Error: `index_q` numbers the instruction in `instr_q`, or the next one when there is none. The number that belongs to an error is
  // told from the cycle after it on, when `index_q` may have gone one further
  logic [15:0] index_d, index_q;
  logic        further_d, further_q;
  logic        truncated;

  assign truncated = in_valid_i && in_ready_o && in_last_i && !complete;
  assign index_d   = dispatch ? index_q + 16'd1 : index_q;

  always_comb begin
    error_o        = dispatch_error;
    error_engine_o = engine == concord_pkg::EngineLoad ? concord_pkg::EngineLoad : concord_pkg::EngineControl;
    further_d      = dispatch;
    if (dispatch_error == concord_pkg::ErrorNone && truncated) begin
      error_o        = concord_pkg::ErrorTruncated;
      error_engine_o = load_payload_i ? concord_pkg::EngineLoad : concord_pkg::EngineControl;
      further_d      = load_payload_i;
    end
  end

  // State
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      awake_q       <= 1'b0;
      beat_q        <= '0;
      instr_q       <= '0;
      instr_valid_q <= 1'b0;
      instr_last_q  <= 1'b0;
      begun_q       <= 1'b0;
      ended_q       <= 1'b0;
      index_q       <= '0;
      further_q     <= 1'b0;
    end else begin
      awake_q       <= 1'b1;
      beat_q        <= beat_d;
      instr_valid_q <= instr_valid_d;
      instr_last_q  <= instr_last_d;
      begun_q       <= begun_d;
      ended_q       <= ended_d;
      if (gather) begin
        instr_q <= instr_d;
      end
      if (!halt_i) begin
        index_q   <= index_d;
        further_q <= further_d;
      end
    end
  end

  assign error_index_o = further_q ? index_q - 16'd1 : index_q;
  assign ended_o       = ended_q;
  assign blocked_o     = valid && !target_ready;
  assign wait_queue_o  = blocked_o && engine != concord_pkg::EngineLoad;
  assign wait_stream_o = (load_payload_i || !instr_valid_q) && !ended_q && !in_valid_i;

endmodule
