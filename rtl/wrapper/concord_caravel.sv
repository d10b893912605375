// SPDX-License-Identifier: Apache-2.0

/**
 * Caravel
 *
 * The chip as a macro of Caravel's user area: its registers on the management SoC's Wishbone, streams through the window.
 * The registers repeat every 256 bytes of the user's address space, which Caravel decodes. The stream window is the only way in
 * and out, so the stream ports are tied off. `done` and `error` are interrupts. Pads and logic analyser are not used; their
 * outputs are driven here because the wrapper around this macro has no cells.
 *
 * Parameters are always given; their defaults are small because linters of layout flows know no parameters.
 */
module concord_caravel #(
  parameter int          Rows           = 8,
  parameter int          Lanes          = 32,
  parameter int          WeightDepth    = 4,
  parameter int          AccDepth       = 4,
  parameter int          AccBits        = 16,
  parameter int          ActBanks       = 2,
  parameter int          ActWords       = 64,
  parameter int          PostLanes      = 2,
  parameter int          ParamDepth     = 3,
  parameter int          PairDepth      = 4,
  parameter int          StreamBits     = 32,
  parameter int          QueueDepth     = 4,
  parameter int          PopcountStages = 1,
  parameter int          ResidualWords  = 0,
  parameter bit          Vector         = 0,
  parameter int          CounterBits    = 32,
  parameter bit          WeightLatch    = 1,
  parameter bit          ActLatch       = 1,
  parameter bit          ActSram        = 0,
  parameter bit          AccLatch       = 1,
  parameter bit          ParamLatch     = 1,
  parameter logic [15:0] Signature      = 16'h0000
) (
`ifdef USE_POWER_PINS
  inout  wire         vccd1,
  inout  wire         vssd1,
`endif
  input  logic        wb_clk_i,
  input  logic        wb_rst_i,  // active high, from a register of the same clock

  // Wishbone
  input  logic        wbs_cyc_i,
  input  logic        wbs_stb_i,
  input  logic        wbs_we_i,
  input  logic [3:0]  wbs_sel_i,
  input  logic [31:0] wbs_adr_i,
  input  logic [31:0] wbs_dat_i,
  output logic        wbs_ack_o,
  output logic [31:0] wbs_dat_o,

  // pads and logic analyser: not used
  output logic [37:0] io_out_o,
  output logic [37:0] io_oeb_o,
  output logic [127:0] la_data_o,

  // interrupts
  output logic [2:0]  irq_o  // 0 done, 1 error, 2 none
);

`ifdef USE_POWER_PINS
  logic unused_power;

  assign unused_power = vccd1 && vssd1;
`endif

  // Window only: the ports of the streams rest
  logic                  unused_in_ready, unused_out_valid;
  logic [StreamBits-1:0] unused_out_data;
  logic [23:0]           unused_adr;

  assign unused_adr = wbs_adr_i[31:8];

  concord_chip #(
    .Rows(Rows), .Lanes(Lanes), .WeightDepth(WeightDepth), .AccDepth(AccDepth), .AccBits(AccBits),
    .ActBanks(ActBanks), .ActWords(ActWords), .PostLanes(PostLanes), .ParamDepth(ParamDepth),
    .PairDepth(PairDepth), .StreamBits(StreamBits), .QueueDepth(QueueDepth),
    .PopcountStages(PopcountStages), .ResidualWords(ResidualWords), .Vector(Vector), .CounterBits(CounterBits),
    .WeightLatch(WeightLatch),
    .ActLatch(ActLatch), .ActSram(ActSram), .AccLatch(AccLatch), .ParamLatch(ParamLatch),
    .Signature(Signature)
  ) u_chip (
    .clk_i(wb_clk_i), .rst_ni(!wb_rst_i),
    .in_valid_i(1'b0), .in_ready_o(unused_in_ready), .in_data_i({StreamBits{1'b0}}), .in_last_i(1'b0),
    .out_valid_o(unused_out_valid), .out_ready_i(1'b0), .out_data_o(unused_out_data),
    .wb_cyc_i(wbs_cyc_i), .wb_stb_i(wbs_stb_i), .wb_we_i(wbs_we_i), .wb_sel_i(wbs_sel_i),
    .wb_adr_i(wbs_adr_i[7:0]), .wb_dat_i(wbs_dat_i), .wb_ack_o(wbs_ack_o), .wb_dat_o(wbs_dat_o),
    .done_o(irq_o[0]), .error_o(irq_o[1])
  );

  assign irq_o[2]  = 1'b0;
  assign io_out_o  = '0;
  assign io_oeb_o  = '1;  // all pads are inputs
  assign la_data_o = '0;

endmodule
