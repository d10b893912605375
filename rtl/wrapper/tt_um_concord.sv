// SPDX-License-Identifier: Apache-2.0

/**
 * TinyTapeout
 *
 * The chip behind the 24 pins of a TinyTapeout project: eight bits in, eight bits out, a handshake each way, and the state.
 * A beat moves at a rising clock edge with valid and ready, so a host that drives the clock itself needs no timing at all. There
 * is no Wishbone; what only it can see (counters, error code) is optimised away. Defaults are those of openlane/tinytapeout.
 *
 *   uio[0] in   in_valid     uio[3] out  in_ready
 *   uio[1] in   in_last      uio[4] out  out_valid
 *   uio[2] in   out_ready    uio[5] out  done
 *   uio[7] not used          uio[6] out  error
 */
module tt_um_concord #(
  parameter int          Rows           = 8,
  parameter int          Lanes          = 16,
  parameter int          WeightDepth    = 4,
  parameter int          AccDepth       = 2,
  parameter int          AccBits        = 12,
  parameter int          ActBanks       = 2,
  parameter int          ActWords       = 64,
  parameter int          PostLanes      = 2,
  parameter int          ParamDepth     = 3,
  parameter int          PairDepth      = 2,
  parameter int          StreamBits     = 8,
  parameter int          QueueDepth     = 2,
  parameter int          PopcountStages = 0,
  parameter int          ResidualWords  = 0,
  parameter bit          Vector         = 0,
  parameter int          CounterBits    = 8,
  parameter bit          WeightLatch    = 1,
  parameter bit          ActLatch       = 1,
  parameter bit          ActSram        = 0,
  parameter bit          AccLatch       = 1,
  parameter bit          ParamLatch     = 1,
  parameter logic [15:0] Signature      = 16'h0000
) (
  input  logic       clk,
  input  logic       rst_n,
  input  logic       ena,  // always 1 while the design is powered

  // stream in
  input  logic [7:0] ui_in,

  // stream out
  output logic [7:0] uo_out,

  // handshakes and state
  input  logic [7:0] uio_in,
  output logic [7:0] uio_out,
  output logic [7:0] uio_oe
);

  initial begin
    if (StreamBits != 8) $fatal(1, "TinyTapeout has eight pins a direction: StreamBits must be 8");
  end

  // Reset: released by the pin at any time, so it is brought to the clock here
  logic [1:0] reset_q;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      reset_q <= '0;
    end else begin
      reset_q <= {reset_q[0], 1'b1};
    end
  end

  logic        unused_ena, unused_ack;
  logic [4:0]  unused_uio;
  logic [31:0] unused_dat;

  assign unused_ena = ena;
  assign unused_uio = uio_in[7:3];

  concord_chip #(
    .Rows(Rows), .Lanes(Lanes), .WeightDepth(WeightDepth), .AccDepth(AccDepth), .AccBits(AccBits),
    .ActBanks(ActBanks), .ActWords(ActWords), .PostLanes(PostLanes), .ParamDepth(ParamDepth),
    .PairDepth(PairDepth), .StreamBits(StreamBits), .QueueDepth(QueueDepth),
    .PopcountStages(PopcountStages), .ResidualWords(ResidualWords), .Vector(Vector), .CounterBits(CounterBits),
    .WeightLatch(WeightLatch),
    .ActLatch(ActLatch), .ActSram(ActSram), .AccLatch(AccLatch), .ParamLatch(ParamLatch),
    .Signature(Signature)
  ) u_chip (
    .clk_i(clk), .rst_ni(reset_q[1]),
    .in_valid_i(uio_in[0]), .in_ready_o(uio_out[3]), .in_data_i(ui_in), .in_last_i(uio_in[1]),
    .out_valid_o(uio_out[4]), .out_ready_i(uio_in[2]), .out_data_o(uo_out),
    .wb_cyc_i(1'b0), .wb_stb_i(1'b0), .wb_we_i(1'b0), .wb_sel_i(4'b0), .wb_adr_i(8'b0), .wb_dat_i(32'b0),
    .wb_ack_o(unused_ack), .wb_dat_o(unused_dat),
    .done_o(uio_out[5]), .error_o(uio_out[6])
  );

  assign uio_out[2:0] = '0;
  assign uio_out[7]   = 1'b0;
  assign uio_oe       = 8'b0111_1000;

endmodule
