// SPDX-License-Identifier: Apache-2.0

/**
 * Popcount of a row's matches, `Stages` cycles of latency: 0 none, 1 a register between the levels of adders, 2 another one behind the
 * count. The last lane is not counted but handed on beside the count: it is the carry into the sum. So the counts are of
 * 2^k - 1 lanes where lanes are a power of two, and those take no half adders.
 *
 * The first register stands behind the last level for which a cycle of 100 MHz has time in the slowest corner, for every level leaves less
 * bits to register: of 63 lanes 42, 28, 20, 15, 12, 9.
 *
 * The registers have no reset and no enable: the control that travels beside tells when a count counts.
 */
module concord_popcount #(
  parameter  int Lanes     = 64,
  parameter  int Stages    = 1,
  localparam int CountBits = $clog2(Lanes)
) (
  input  logic                 clk_i,
  input  logic [Lanes-1:0]     match_i,
  output logic [CountBits-1:0] count_o,  // of all lanes but the last
  output logic                 last_o
);

  localparam int Width = Lanes - 1;

  logic [CountBits-1:0] count;
  logic                 last;

  if (Stages == 0) begin : gen_whole
    concord_count_ones #(.Width(Width)) u_count (.bits_i(match_i[Width-1:0]), .count_o(count));

    assign last = match_i[Width];
  end else begin : gen_divided
    localparam int Levels    = 4;
    localparam logic [concord_count_pkg::AllBits-1:0] Saved =
      concord_count_pkg::heights(concord_count_pkg::AllBits'(Width), Levels);
    localparam int SavedBits = concord_count_pkg::below(Saved, concord_count_pkg::Weights);

    logic [SavedBits-1:0] saved, saved_q;
    logic                 last_q;

    concord_count_save #(.Width(Width), .Saved(Saved)) u_save (.bits_i(match_i[Width-1:0]), .saved_o(saved));
    concord_count_sum #(.Width(Width), .Saved(Saved)) u_sum (.saved_i(saved_q), .count_o(count));

    always_ff @(posedge clk_i) begin
      saved_q <= saved;
      last_q  <= match_i[Width];
    end

    assign last = last_q;
  end

  if (Stages < 2) begin : gen_through
    logic unused_clk;

    assign unused_clk = clk_i;
    assign count_o    = count;
    assign last_o     = last;
  end else begin : gen_register
    logic [CountBits-1:0] count_q;
    logic                 last_q;

    always_ff @(posedge clk_i) begin
      count_q <= count;
      last_q  <= last;
    end

    assign count_o = count_q;
    assign last_o  = last_q;
  end

endmodule
