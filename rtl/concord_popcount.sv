// SPDX-License-Identifier: Apache-2.0

/**
 * Popcount of a row's matches, `Stages` cycles of latency: 0 none, 1 a register after the count, 2 another one after the counts
 * of eight lanes each. The registers have no reset and no enable: the control that travels beside tells when a count counts.
 */
module concord_popcount #(
  parameter  int Lanes     = 64,
  parameter  int Stages    = 1,
  localparam int CountBits = $clog2(Lanes + 1)
) (
  input  logic                 clk_i,
  input  logic [Lanes-1:0]     match_i,
  output logic [CountBits-1:0] count_o
);

  logic [CountBits-1:0] count;

  if (Stages < 2) begin : gen_single
    concord_count_ones #(.Width(Lanes)) u_count (.bits_i(match_i), .count_o(count));
  end else begin : gen_split
    localparam int Parts = Lanes / 8;

    logic [Parts*4-1:0] part_q;

    for (genvar p = 0; p < Parts; p++) begin : gen_part
      logic [3:0] part;

      concord_count_ones #(.Width(8)) u_count (.bits_i(match_i[p*8 +: 8]), .count_o(part));

      always_ff @(posedge clk_i) begin
        part_q[p*4 +: 4] <= part;
      end
    end

    always_comb begin
      count = '0;
      for (int p = 0; p < Parts; p++) begin
        count = count + CountBits'(part_q[p*4 +: 4]);
      end
    end
  end

  if (Stages == 0) begin : gen_through
    logic unused_clk;

    assign unused_clk = clk_i;
    assign count_o    = count;
  end else begin : gen_register
    logic [CountBits-1:0] count_q;

    always_ff @(posedge clk_i) begin
      count_q <= count;
    end

    assign count_o = count_q;
  end

endmodule
