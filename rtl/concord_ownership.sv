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
  output logic [31:0] store_owns_o
);

  for (genvar b = 0; b < 32; b++) begin : gen_bank
    if (b < ActBanks || b == 16 || b == 17 || (Wide && b == 18)) begin : gen_real
      logic [1:0] owner_d, owner_q;

      always_comb begin
        owner_d = owner_q;
        if (load_give_i && load_bank_i == 5'(b)) begin
          owner_d = load_to_i;
        end else if (compute_give_i && compute_bank_i == 5'(b)) begin
          owner_d = compute_to_i;
        end else if (store_give_i && store_bank_i == 5'(b)) begin
          owner_d = store_to_i;
        end
      end

      always_ff @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          owner_q <= concord_pkg::EngineLoad;
        end else begin
          owner_q <= owner_d;
        end
      end

      assign exists_o[b]       = 1'b1;
      assign load_owns_o[b]    = owner_q == concord_pkg::EngineLoad;
      assign compute_owns_o[b] = owner_q == concord_pkg::EngineCompute;
      assign store_owns_o[b]   = owner_q == concord_pkg::EngineStore;
    end else begin : gen_none
      assign exists_o[b]       = 1'b0;
      assign load_owns_o[b]    = 1'b0;
      assign compute_owns_o[b] = 1'b0;
      assign store_owns_o[b]   = 1'b0;
    end
  end

endmodule
