// SPDX-License-Identifier: Apache-2.0

/**
 * Compute check
 *
 * What is wrong with the instruction at the head of the compute engine's queue: ErrorNone also for a TAKE that has to wait.
 * Words in flight are checked where they read.
 */
module concord_compute_check #(
  parameter int Rows          = 32,
  parameter int Lanes         = 32,
  parameter int AccBits       = 16,
  parameter int ParamDepth    = 3,
  parameter int PairDepth     = 8,
  parameter int ResidualWords = 0,
  parameter bit Vector        = 0
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
  input  logic [19:0] scale_i,

  output logic [3:0]  error_o
);

  localparam bit Scale = ResidualWords > 0;

  // Decode
  logic        is_set, is_take, is_give, is_run;
  logic [4:0]  register, bank, in_bank, out_bank, pairs_used;
  logic        weight_bank, save, wide_source, scale_mode, emits;
  logic [23:0] value;

  assign is_set    = instr_i[29];
  assign is_take   = !is_set && instr_i[28:26] == concord_pkg::OpTake;
  assign is_give   = !is_set && instr_i[28:26] == concord_pkg::OpGive;
  assign is_run    = !is_set && instr_i[28:26] == concord_pkg::OpRun;
  assign register    = instr_i[28:24];
  assign value       = instr_i[23:0];
  assign bank        = instr_i[4:0];
  assign weight_bank = instr_i[0];
  assign in_bank     = instr_i[5:1];
  assign out_bank    = instr_i[10:6];
  assign pairs_used  = instr_i[15:11];
  assign save        = instr_i[17];
  assign wide_source = Vector && in_bank == concord_pkg::BankWide;
  assign scale_mode  = Scale && mode_i == concord_pkg::PostScale;
  assign emits       = !save && !(scale_mode && planes_i == '0);

  // What a SET may write
  logic bad_register, bad_value;

  assign bad_register = register > (Scale ? concord_pkg::RegWideDy : concord_pkg::RegPair);
  assign bad_value    = (register == concord_pkg::RegPair && 5'(value[23:20]) >= 5'(PairDepth)) ||
                        (Scale && register == concord_pkg::RegScale &&
                         (Vector ? value[17:16] == 2'd3 : value[19:16] != '0));

  // What a RUN needs
  logic       bad_opcode, bad_bank, bad_owner, bad_size, bad_address;
  logic       bad_shape, bad_source, bad_post;
  logic [2:0] taken;
  logic [5:0] slots_end;

  assign bad_opcode  = is_set ? bad_register :
                       !(is_take || is_give || is_run) ||
                       (is_run && mode_i == concord_pkg::PostScale && !Scale);
  assign bad_bank    = is_run ? ((!wide_source && (!exists_i[in_bank] || in_bank[4])) ||
                                   (emits && (!exists_i[out_bank] || out_bank[4] || out_bank == in_bank))) :
                       (!exists_i[bank] || (is_give && (instr_i[6:5] == concord_pkg::EngineControl ||
                                                          instr_i[6:5] == concord_pkg::EngineCompute)));
  assign bad_owner   = is_run ? !(owns_i[{4'b1000, weight_bank}] && owns_i[in_bank] && (!emits || owns_i[out_bank]) &&
                                    (!scale_mode || save || owns_i[concord_pkg::BankWide])) :
                       (is_give && !owns_i[bank]);
  assign bad_shape   = size_i[11:0] == '0 || size_i[23:12] == '0 ||
                       kernel_i[3:0] == '0 || kernel_i[3:0] > 4'(concord_pkg::KernelMax) ||
                       kernel_i[7:4] == '0 || kernel_i[7:4] > 4'(concord_pkg::KernelMax) ||
                       window_i[3:0] == '0 || window_i[7:4] == '0 || count_i[11:0] == '0 || count_i[23:12] == '0 ||
                       groups_i[11:0] == '0 || groups_i[23:12] == '0 || groups_i[23:12] > 12'(Lanes) ||
                       rows_i == '0 || rows_i > 12'(Rows) || pairs_used == '0 || pairs_used > 5'(PairDepth);
  assign bad_source  = wide_source && (kernel_i != 8'h11 || groups_i[11:0] != 12'd1 || pairs_used != 5'd1 ||
                                       (!save && mode_i == concord_pkg::PostRaw));
  assign bad_size    = is_run && (bad_shape || bad_source || bad_post);
  assign taken       = scale_mode ? 3'(scale_i[10]) + 3'(scale_i[11]) + 3'(scale_i[13]) + 3'(scale_i[14]) : '0;
  assign slots_end   = {2'd0, slot_i} + {2'd0, thresholds_i} + 6'(taken);
  assign bad_address = is_run && !save && mode_i != concord_pkg::PostRaw && slots_end > 6'(ParamDepth);

  always_comb begin
    bad_post = 1'b0;
    if (!save) begin
      case (mode_i)
        concord_pkg::PostBin:   bad_post = thresholds_i != 4'd1 || planes_i != 5'd1;
        concord_pkg::PostMulti: bad_post = thresholds_i == '0 || planes_i == '0 || planes_i > concord_pkg::MultiPlanesMax;
        concord_pkg::PostRaw:   bad_post = planes_i == '0 || 6'(planes_i) > 6'(AccBits) || window_i != 8'h11;
        default:                bad_post = planes_i > concord_pkg::MultiPlanesMax || (thresholds_i != '0 && planes_i == '0);
      endcase
      if (Rows < Lanes && emits && {1'b0, segment_i} >= 5'(Lanes / Rows)) begin
        bad_post = 1'b1;
      end
    end
  end

  // The first fault in order
  always_comb begin
    error_o = concord_pkg::ErrorNone;
    if (bad_opcode) begin
      error_o = concord_pkg::ErrorOpcode;
    end else if (is_set) begin
      if (bad_value) begin
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

  logic unused_bits;

  assign unused_bits = ^{instr_i, scale_i, value};

endmodule
