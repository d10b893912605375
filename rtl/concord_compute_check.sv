// SPDX-License-Identifier: Apache-2.0

/**
 * Compute check
 *
 * What is wrong with the instruction at the head of the compute engine's queue: ErrorNone also for a TAKE that has to wait.
 * Words in flight are checked where they read.
 */
module concord_compute_check #(
  parameter int Rows       = 32,
  parameter int Lanes      = 32,
  parameter int AccBits    = 16,
  parameter int ParamDepth = 3,
  parameter int PairDepth  = 8
) (
  input  logic [31:0] instr_i,

  // ownership
  input  logic [31:0] exists_i,
  input  logic [31:0] owns_i,

  // registers that a RUN would work on
  input  logic [23:0] size_i,
  input  logic [7:0]  kernel_i,
  input  logic [7:0]  window_i,
  input  logic [23:0] count_i,
  input  logic [23:0] groups_i,
  input  logic [11:0] rows_i,
  input  logic [1:0]  mode_i,
  input  logic [3:0]  thresholds_i,
  input  logic [4:0]  planes_i,
  input  logic [3:0]  slot_i,
  input  logic [3:0]  segment_i,

  output logic [3:0]  error_o
);

  // Decode
  logic       is_set, is_take, is_give, is_run, save, weight_bank;
  logic [4:0] bank, in_bank, out_bank, pairs_used;
  logic       unused_instr;

  assign is_set       = instr_i[29];
  assign is_take      = !is_set && instr_i[28:26] == concord_pkg::OpTake;
  assign is_give      = !is_set && instr_i[28:26] == concord_pkg::OpGive;
  assign is_run       = !is_set && instr_i[28:26] == concord_pkg::OpRun;
  assign bank         = instr_i[4:0];
  assign weight_bank  = instr_i[0];
  assign in_bank      = instr_i[5:1];
  assign out_bank     = instr_i[10:6];
  assign pairs_used   = instr_i[15:11];
  assign save         = instr_i[17];
  assign unused_instr = ^instr_i;

  // Check, in the order of the codes
  logic        bad_opcode, bad_bank, bad_owner, bad_size, bad_address;
  logic        bad_shape, bad_post;
  logic [4:0]  slots_end;

  assign bad_opcode  = is_set ? instr_i[28:24] > concord_pkg::RegPair :
                       !(is_take || is_give || is_run) || (is_run && mode_i == 2'd3);
  assign bad_bank    = is_run ? (!exists_i[in_bank] || in_bank[4] ||
                                 (!save && (!exists_i[out_bank] || out_bank[4] || out_bank == in_bank))) :
                       (!exists_i[bank] || (is_give && (instr_i[6:5] == concord_pkg::EngineControl ||
                                                        instr_i[6:5] == concord_pkg::EngineCompute)));
  assign bad_owner   = is_run ? !(owns_i[{4'b1000, weight_bank}] && owns_i[in_bank] && (save || owns_i[out_bank])) :
                       (is_give && !owns_i[bank]);
  assign bad_shape   = size_i[11:0] == '0 || size_i[23:12] == '0 ||
                       kernel_i[3:0] == '0 || kernel_i[3:0] > 4'(concord_pkg::KernelMax) ||
                       kernel_i[7:4] == '0 || kernel_i[7:4] > 4'(concord_pkg::KernelMax) ||
                       window_i[3:0] == '0 || window_i[7:4] == '0 || count_i[11:0] == '0 || count_i[23:12] == '0 ||
                       groups_i[11:0] == '0 || groups_i[23:12] == '0 || groups_i[23:12] > 12'(Lanes) ||
                       rows_i == '0 || rows_i > 12'(Rows) || pairs_used == '0 || pairs_used > 5'(PairDepth);
  assign slots_end   = {1'b0, slot_i} + {1'b0, thresholds_i};
  assign bad_size    = is_run && (bad_shape || bad_post);
  assign bad_address = is_run && !save && mode_i != concord_pkg::PostRaw && slots_end > 5'(ParamDepth);

  always_comb begin
    bad_post = 1'b0;
    if (!save) begin
      case (mode_i)
        concord_pkg::PostBin:   bad_post = thresholds_i != 4'd1 || planes_i != 5'd1;
        concord_pkg::PostMulti: bad_post = thresholds_i == '0 || planes_i == '0 || planes_i > 5'd4;
        default:                bad_post = planes_i == '0 || 6'(planes_i) > 6'(AccBits) || window_i != 8'h11;
      endcase
      if (Rows < Lanes && segment_i > 4'(Lanes / Rows - 1)) begin
        bad_post = 1'b1;
      end
    end
  end

  always_comb begin
    error_o = concord_pkg::ErrorNone;
    if (bad_opcode) begin
      error_o = concord_pkg::ErrorOpcode;
    end else if (is_set) begin
      if (instr_i[28:24] == concord_pkg::RegPair && 5'(instr_i[23:20]) >= 5'(PairDepth)) begin
        error_o = concord_pkg::ErrorSize;
      end
    end else if (bad_bank) begin
      error_o = concord_pkg::ErrorBank;
    end else if (bad_owner) begin
      error_o = concord_pkg::ErrorOwnership;
    end else if (bad_size) begin
      error_o = concord_pkg::ErrorSize;
    end else if (bad_address) begin
      error_o = concord_pkg::ErrorAddress;
    end
  end

endmodule
