// SPDX-License-Identifier: Apache-2.0

/**
 * Ownership
 *
 * One owner a bank: load, compute or store. The owner is the only token between the engines: an engine waits (TAKE) until
 * it owns a bank and hands it over (GIVE) at the end of a cycle. Only the owner may give, so two engines never give the
 * same bank. Banks 0..ActBanks-1 hold activations; 16 and 17 are the two weight banks, 18 the wide bank. All belong to load after reset.
 */
module concord_ownership #(
  parameter int ActBanks = 3,
  parameter bit Wide     = 0   // there is a wide bank
) (
  input  logic        clk_i,
  input  logic        rst_ni,

  // hand over: from load, compute, store
  input  logic        load_give_i,
  input  logic [4:0]  load_bank_i,
  input  logic [1:0]  load_to_i,
  input  logic        compute_give_i,
  input  logic [4:0]  compute_bank_i,
  input  logic [1:0]  compute_to_i,
  input  logic        store_give_i,
  input  logic [4:0]  store_bank_i,
  input  logic [1:0]  store_to_i,

  // owners: bit b is set when the engine owns bank b; no engine owns a bank that does not exist
  output logic [31:0] exists_o,
  output logic [31:0] load_owns_o,
  output logic [31:0] compute_owns_o,
  output logic [31:0] store_owns_o,
  output logic [31:0] store_owns_next_o  // in the next cycle
);

  for (genvar b = 0; b < 32; b++) begin : gen_bank
    if (b < ActBanks || b == 16 || b == 17 || (Wide && b == 18)) begin : gen_real
      logic       give;
      logic [1:0] to;
      logic       load_q, compute_q, store_d, store_q;  // one of them is set

      always_comb begin
        give = 1'b1;
        to   = load_to_i;
        if (!(load_give_i && load_bank_i == 5'(b))) begin
          to = compute_to_i;
          if (!(compute_give_i && compute_bank_i == 5'(b))) begin
            to   = store_to_i;
            give = store_give_i && store_bank_i == 5'(b);
          end
        end
      end

      assign store_d = give ? to == concord_pkg::EngineStore : store_q;

      always_ff @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          load_q    <= 1'b1;
          compute_q <= 1'b0;
          store_q   <= 1'b0;
        end else if (give) begin
          load_q    <= to == concord_pkg::EngineLoad;
          compute_q <= to == concord_pkg::EngineCompute;
          store_q   <= store_d;
        end
      end

      assign exists_o[b]          = 1'b1;
      assign load_owns_o[b]       = load_q;
      assign compute_owns_o[b]    = compute_q;
      assign store_owns_o[b]      = store_q;
      assign store_owns_next_o[b] = store_d;
    end else begin : gen_none
      assign exists_o[b]          = 1'b0;
      assign load_owns_o[b]       = 1'b0;
      assign compute_owns_o[b]    = 1'b0;
      assign store_owns_o[b]      = 1'b0;
      assign store_owns_next_o[b] = 1'b0;
    end
  end

endmodule
