// SPDX-License-Identifier: Apache-2.0

/**
 * Compute check
 *
 * What is wrong with the instruction at the front of the compute engine's queue: ErrorNone also for a TAKE that has to wait.
 * Whether a register's value is fit for a RUN is found when it is set, so a RUN asks one bit of each register.
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
  input  logic        clk_i,
  input  logic        rst_ni,

  // instruction
  input  logic [31:0] instr_i,
  input  logic        set_i,     // it is a SET and executes

  // ownership
  input  logic [31:0] exists_i,
  input  logic [31:0] owns_i,

  // registers that a RUN would work on
  input  logic [1:0]  mode_i,
  input  logic [4:0]  planes_i,
  input  logic [19:0] scale_i,

  output logic [3:0]  error_o
);

  localparam bit Scale = ResidualWords > 0;

  // Decode
  logic        is_set, is_take, is_give, is_run;
  logic [4:0]  register, bank, in_bank, out_bank, pairs_used;
  logic        weight_bank, save, both, wide_source, scale_mode, emits;
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
  assign both        = instr_i[18];
  assign wide_source = Vector && in_bank == concord_pkg::BankWide;
  assign scale_mode  = Scale && mode_i == concord_pkg::PostScale;
  assign emits       = !save && !(scale_mode && planes_i == '0);

  // What a SET may write
  logic bad_register, bad_value;

  assign bad_register = register > (Scale ? concord_pkg::RegWideDy : concord_pkg::RegPair);
  assign bad_value    = (register == concord_pkg::RegPair && 5'(value[23:20]) >= 5'(PairDepth)) ||
                        (Scale && register == concord_pkg::RegScale &&
                         (Vector ? value[17:16] == 2'd3 : value[19:16] != '0));

  // What a RUN asks of one register; the reset values are those of registers that are 0
  logic       size_bad_q, kernel_bad_q, window_bad_q, count_bad_q, groups_bad_q, rows_bad_q, post_bad_q;
  logic       window_one_q;  // one pixel
  logic [4:0] slots_end_q;   // threshold slots: behind the last one
  logic       post_bad;

  always_comb begin
    case (value[1:0])
      concord_pkg::PostBin:   post_bad = value[7:4] != 4'd1 || value[12:8] != 5'd1;
      concord_pkg::PostMulti: post_bad = value[7:4] == '0 || value[12:8] == '0 || value[12:8] > concord_pkg::MultiPlanesMax;
      concord_pkg::PostRaw:   post_bad = value[12:8] == '0 || 6'(value[12:8]) > 6'(AccBits);
      default:                post_bad = value[12:8] > concord_pkg::MultiPlanesMax || (value[7:4] != '0 && value[12:8] == '0);
    endcase
    // A segment is of no concern where no planes are written
    if (Rows < Lanes && {1'b0, value[23:20]} >= 5'(Lanes / Rows) &&
        !(Scale && value[1:0] == concord_pkg::PostScale && value[12:8] == '0)) begin
      post_bad = 1'b1;
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      size_bad_q   <= 1'b1;
      kernel_bad_q <= 1'b1;
      window_bad_q <= 1'b1;
      window_one_q <= 1'b0;
      count_bad_q  <= 1'b1;
      groups_bad_q <= 1'b1;
      rows_bad_q   <= 1'b1;
      post_bad_q   <= 1'b1;
      slots_end_q  <= '0;
    end else if (set_i) begin
      case (register)
        concord_pkg::RegSize:   size_bad_q   <= value[11:0] == '0 || value[23:12] == '0;
        concord_pkg::RegKernel: kernel_bad_q <= value[3:0] == '0 || value[3:0] > 4'(concord_pkg::KernelMax) ||
                                                value[7:4] == '0 || value[7:4] > 4'(concord_pkg::KernelMax);
        concord_pkg::RegWindow: begin
          window_bad_q <= value[3:0] == '0 || value[7:4] == '0;
          window_one_q <= value[7:0] == 8'h11;
        end
        concord_pkg::RegCount:  count_bad_q  <= value[11:0] == '0 || value[23:12] == '0;
        concord_pkg::RegGroups: groups_bad_q <= value[11:0] == '0 || value[23:12] == '0 || value[23:12] > 12'(Lanes);
        concord_pkg::RegWeight: rows_bad_q   <= value[23:12] == '0 || value[23:12] > 12'(Rows);
        concord_pkg::RegPost: begin
          post_bad_q  <= post_bad;
          slots_end_q <= {1'b0, value[19:16]} + {1'b0, value[7:4]};
        end
        default: ;
      endcase
    end
  end

  // A RUN of the wide bank has pixels of one word
  logic word_one;

  if (Vector) begin : gen_word_one
    logic kernel_one_q, group_one_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        kernel_one_q <= 1'b0;
        group_one_q  <= 1'b0;
      end else if (set_i && register == concord_pkg::RegKernel) begin
        kernel_one_q <= value[7:0] == 8'h11;
      end else if (set_i && register == concord_pkg::RegGroups) begin
        group_one_q <= value[11:0] == 12'd1;
      end
    end

    assign word_one = kernel_one_q && group_one_q && pairs_used == 5'd1;
  end else begin : gen_no_word_one
    assign word_one = 1'b0;
  end

  // What a RUN needs
  logic       bad_opcode, bad_bank, bad_owner, bad_size, bad_address;
  logic       bad_shape, bad_source, bad_post;
  logic [2:0] taken;

  assign bad_opcode  = is_set ? bad_register :
                       !(is_take || is_give || is_run) ||
                       (is_run && mode_i == concord_pkg::PostScale && !Scale);
  assign bad_bank    = is_run ? ((!wide_source && (!exists_i[in_bank] || in_bank[4])) ||
                                   (emits && (!exists_i[out_bank] || out_bank[4] || out_bank == in_bank))) :
                       (!exists_i[bank] || (is_give && (instr_i[6:5] == concord_pkg::EngineControl ||
                                                          instr_i[6:5] == concord_pkg::EngineCompute)));
  assign bad_owner   = is_run ? !(owns_i[{4'b1000, weight_bank}] && (!both || owns_i[{4'b1000, !weight_bank}]) &&
                                    owns_i[in_bank] && (!emits || owns_i[out_bank]) &&
                                    (!scale_mode || save || owns_i[concord_pkg::BankWide])) :
                       (is_give && !owns_i[bank]);
  assign bad_shape   = size_bad_q || kernel_bad_q || window_bad_q || count_bad_q || groups_bad_q || rows_bad_q ||
                       pairs_used == '0 || pairs_used > 5'(PairDepth);
  assign bad_source  = wide_source && (!word_one || (!save && mode_i == concord_pkg::PostRaw));
  assign bad_post    = !save && (post_bad_q || (mode_i == concord_pkg::PostRaw && !window_one_q));
  assign bad_size    = is_run && (bad_shape || bad_source || bad_post);
  assign taken       = scale_mode ? 3'(scale_i[10]) + 3'(scale_i[11]) + 3'(scale_i[13]) + 3'(scale_i[14]) : '0;
  assign bad_address = is_run && !save && mode_i != concord_pkg::PostRaw &&
                       {1'b0, slots_end_q} + 6'(taken) > 6'(ParamDepth);

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
