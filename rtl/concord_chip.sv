// SPDX-License-Identifier: Apache-2.0

/**
 * Chip
 *
 * A binary-neural-network accelerator: one stream of commands and data in, one stream of results out, Wishbone for control.
 * See docs/architecture.md for what each parameter means and for the chip's behaviour, cycle by cycle.
 */
module concord_chip #(
  parameter int          Rows           = 32,  // output channels in flight
  parameter int          Lanes          = 32,  // XNOR positions a row
  parameter int          WeightDepth    = 16,  // words a weight bank, a row
  parameter int          AccDepth       = 16,  // partial sums kept a row
  parameter int          AccBits        = 16,  // bits of a sum
  parameter int          ActBanks       = 3,   // activation banks
  parameter int          ActWords       = 512, // words an activation bank
  parameter int          PostLanes      = 4,   // rows compared a cycle
  parameter int          ParamDepth     = 3,   // thresholds a row, a bank
  parameter int          PairDepth      = 8,   // entries of the plane-pair table
  parameter int          StreamBits     = 32,  // bits a stream beat
  parameter int          QueueDepth     = 8,   // instructions queued an engine
  parameter int          PopcountStages = 1,   // registers in the popcount
  parameter int          ResidualWords  = 0,   // words of the wide bank; 0: no SCALE
  parameter bit          Vector         = 0,   // RUN of the wide bank, tables and gates
  parameter int          CounterBits    = 32,  // bits a performance counter
  parameter bit          WeightLatch    = 1,   // storage cells: 1 latch, 0 flip-flop
  parameter bit          ActLatch       = 1,
  parameter bit          ActSram        = 0,   // activation banks of SRAM macros
  parameter bit          AccLatch       = 1,
  parameter bit          ParamLatch     = 1,
  parameter logic [15:0] Signature      = 16'h0000  // of the parameters above; BEGIN must carry it
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,

  // stream in
  input  logic                  in_valid_i,
  output logic                  in_ready_o,
  input  logic [StreamBits-1:0] in_data_i,
  input  logic                  in_last_i,

  // stream out
  output logic                  out_valid_o,
  input  logic                  out_ready_i,
  output logic [StreamBits-1:0] out_data_o,

  // Wishbone
  input  logic                  wb_cyc_i,
  input  logic                  wb_stb_i,
  input  logic                  wb_we_i,
  input  logic [3:0]            wb_sel_i,
  input  logic [7:0]            wb_adr_i,
  input  logic [31:0]           wb_dat_i,
  output logic                  wb_ack_o,
  output logic [31:0]           wb_dat_o,

  // state
  output logic                  done_o,
  output logic                  error_o
);

  localparam int Counters = concord_pkg::CounterCount;

  // Control
  logic                            soft_reset, window_error, window, core_done;
  logic [3:0]                      core_error;
  logic [1:0]                      core_error_engine;
  logic [15:0]                     core_error_index;
  logic [Counters*CounterBits-1:0] counters;
  logic                            window_in_valid, window_in_ready, window_in_last;
  logic                            window_out_ready;
  logic [StreamBits-1:0]           window_in_data;
  logic                            core_in_ready, core_out_valid;
  logic [StreamBits-1:0]           core_out_data;

  concord_control #(.StreamBits(StreamBits), .CounterBits(CounterBits), .Signature(Signature)) u_control (
    .clk_i, .rst_ni,
    .wb_cyc_i, .wb_stb_i, .wb_we_i, .wb_sel_i, .wb_adr_i, .wb_dat_i, .wb_ack_o, .wb_dat_o,
    .soft_reset_o(soft_reset), .window_error_o(window_error),
    .done_i(core_done), .error_i(core_error), .error_engine_i(core_error_engine),
    .error_index_i(core_error_index), .counters_i(counters),
    .window_o(window), .window_in_valid_o(window_in_valid), .window_in_ready_i(window_in_ready),
    .window_in_data_o(window_in_data), .window_in_last_o(window_in_last),
    .window_out_valid_i(core_out_valid), .window_out_ready_o(window_out_ready),
    .window_out_data_i(core_out_data)
  );

  // Core: a soft reset comes from a register, so this reset never glitches
  logic core_rst_n;

  assign core_rst_n = rst_ni && !soft_reset;

  concord_core #(
    .Rows(Rows), .Lanes(Lanes), .WeightDepth(WeightDepth), .AccDepth(AccDepth), .AccBits(AccBits),
    .ActBanks(ActBanks), .ActWords(ActWords), .PostLanes(PostLanes), .ParamDepth(ParamDepth),
    .PairDepth(PairDepth), .StreamBits(StreamBits), .QueueDepth(QueueDepth),
    .PopcountStages(PopcountStages), .CounterBits(CounterBits),
    .ResidualWords(ResidualWords), .Vector(Vector), .WeightLatch(WeightLatch),
    .ActLatch(ActLatch), .ActSram(ActSram), .AccLatch(AccLatch), .ParamLatch(ParamLatch),
    .Signature(Signature)
  ) u_core (
    .clk_i, .rst_ni(core_rst_n),
    .in_valid_i(window ? window_in_valid : in_valid_i), .in_ready_o(core_in_ready),
    .in_data_i(window ? window_in_data : in_data_i), .in_last_i(window ? window_in_last : in_last_i),
    .out_valid_o(core_out_valid), .out_ready_i(window ? window_out_ready : out_ready_i),
    .out_data_o(core_out_data),
    .window_error_i(window_error), .done_o(core_done), .error_o(core_error),
    .error_engine_o(core_error_engine), .error_index_o(core_error_index), .counters_o(counters)
  );

  // Streams
  assign window_in_ready = core_in_ready;
  assign in_ready_o      = core_in_ready && !window;
  assign out_valid_o     = core_out_valid && !window;
  assign out_data_o      = core_out_data;
  assign done_o          = core_done;
  assign error_o         = core_error != concord_pkg::ErrorNone;

endmodule
