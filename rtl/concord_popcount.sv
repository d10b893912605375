// SPDX-License-Identifier: Apache-2.0

/**
 * Popcount of a row's matches, `Stages` cycles of latency: 0 none, 1 a register after the count, 2 another one after the counts
 * of seven lanes each. The last lane is not counted but handed on beside the count: it is the carry into the sum. So the counts are of
 * 2^k - 1 lanes where lanes are a power of two, and those take no half adders.
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

  logic [CountBits-1:0] count;
  logic                 last;

  if (Stages < 2) begin : gen_single
    concord_count_ones #(.Width(Lanes - 1)) u_count (.bits_i(match_i[Lanes-2:0]), .count_o(count));

    assign last = match_i[Lanes-1];
  end else begin : gen_split
    localparam int Parts = (Lanes - 1 + 6) / 7;

    logic [Parts*3-1:0] part_q;
    logic [Parts*7-1:0] match;
    logic               last_q;

    assign match = (Parts*7)'(match_i[Lanes-2:0]);
    assign last  = last_q;

    for (genvar p = 0; p < Parts; p++) begin : gen_part
      logic [2:0] part;

      concord_count_ones #(.Width(7)) u_count (.bits_i(match[p*7 +: 7]), .count_o(part));

      always_ff @(posedge clk_i) begin
        part_q[p*3 +: 3] <= part;
      end
    end

    always_ff @(posedge clk_i) begin
      last_q <= match_i[Lanes-1];
    end

    always_comb begin
      count = '0;
      for (int p = 0; p < Parts; p++) begin
        count = count + CountBits'(part_q[p*3 +: 3]);
      end
    end
  end

  if (Stages == 0) begin : gen_through
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
