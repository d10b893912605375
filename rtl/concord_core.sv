// SPDX-License-Identifier: Apache-2.0

/**
 * Core
 *
 * The three engines, the memories they hand to each other, and what ends a program: done, or the first error, which halts
 * everything. A halted core accepts, offers and writes nothing until it is reset.
 */
module concord_core #(
  parameter  int          Rows           = 32,
  parameter  int          Lanes          = 32,
  parameter  int          WeightDepth    = 16,
  parameter  int          AccDepth       = 16,
  parameter  int          AccBits        = 16,
  parameter  int          ActBanks       = 3,
  parameter  int          ActWords       = 512,
  parameter  int          PostLanes      = 4,
  parameter  int          ParamDepth     = 3,
  parameter  int          PairDepth      = 8,
  parameter  int          StreamBits     = 32,
  parameter  int          QueueDepth     = 8,
  parameter  int          PopcountStages = 1,
  parameter  int          ResidualWords  = 0,
  parameter  bit          Vector         = 0,
  parameter  int          CounterBits    = 32,
  parameter  bit          WeightLatch    = 1,
  parameter  bit          ActLatch       = 1,
  parameter  bit          ActSram        = 0,
  parameter  bit          AccLatch       = 1,
  parameter  bit          ParamLatch     = 1,
  parameter  logic [15:0] Signature      = 16'h0000,
  localparam int          Counters       = concord_pkg::CounterCount
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,

  // stream in
  input  logic                            in_valid_i,
  output logic                            in_ready_o,
  input  logic [StreamBits-1:0]           in_data_i,
  input  logic                            in_last_i,

  // stream out
  output logic                            out_valid_o,
  input  logic                            out_ready_i,
  output logic [StreamBits-1:0]           out_data_o,

  // control
  input  logic                            window_error_i,
  output logic                            done_o,
  output logic [3:0]                      error_o,         // ErrorNone while all is well
  output logic [1:0]                      error_engine_o,
  output logic [15:0]                     error_index_o,
  output logic [Counters*CounterBits-1:0] counters_o
);

  localparam int AddrBits       = $clog2(ActWords) + 2;
  localparam int ActAddrBits    = $clog2(ActWords);
  localparam int WordBits       = (WeightDepth > 1 ? $clog2(WeightDepth) : 1) + 2;
  localparam int WeightAddrBits = $clog2(2 * WeightDepth);
  localparam int EntryBits      = $clog2(AccDepth + 1);
  localparam int CountBits      = $clog2(Lanes + 1);
  localparam int ParamAddrBits  = $clog2(2 * ParamDepth * (Rows / PostLanes));
  localparam int Segment        = Rows < Lanes ? Rows : Lanes;
  localparam int Segments       = Lanes / Segment;
  localparam int WideAddrBits   = ResidualWords > 1 ? $clog2(ResidualWords) : 1;
  localparam int WideBits       = 16 * PostLanes;

  // Elaboration errors that every tool reports: a configuration tool refuses these with a better message. They are not in the
  // chip itself because synthesis flows set the parameters of the top module one by one.
  initial begin
    if (Rows % Lanes != 0 && Lanes % Rows != 0) $fatal(1, "Rows must divide Lanes or Lanes divide Rows");
    if (Lanes > 16 * Rows) $fatal(1, "Lanes must be at most 16 * Rows");
    if (Segment % PostLanes != 0) $fatal(1, "PostLanes must divide the smaller of Rows and Lanes");
    if (Lanes % StreamBits != 0) $fatal(1, "StreamBits must divide Lanes");
    if (ResidualWords > 4 * ActWords) $fatal(1, "ResidualWords must be at most 4 * ActWords");
    if (ResidualWords > 0 && AccBits < 16) $fatal(1, "ResidualWords asks for AccBits of at least 16");
    if (Vector && ResidualWords == 0) $fatal(1, "Vector asks for ResidualWords");
  end

  logic halt, in_fire;

  assign in_fire = in_valid_i && in_ready_o;

  // Ownership
  logic        load_give, compute_give, store_give;
  logic [4:0]  load_give_bank, compute_give_bank, store_give_bank;
  logic [1:0]  load_give_to, compute_give_to, store_give_to;
  logic [31:0] exists, load_owns, compute_owns, store_owns, store_owns_next;

  concord_ownership #(.ActBanks(ActBanks), .Wide(ResidualWords > 0)) u_ownership (
    .clk_i, .rst_ni,
    .load_give_i(load_give), .load_bank_i(load_give_bank), .load_to_i(load_give_to),
    .compute_give_i(compute_give), .compute_bank_i(compute_give_bank), .compute_to_i(compute_give_to),
    .store_give_i(store_give), .store_bank_i(store_give_bank), .store_to_i(store_give_to),
    .exists_o(exists), .load_owns_o(load_owns), .compute_owns_o(compute_owns), .store_owns_o(store_owns),
    .store_owns_next_o(store_owns_next)
  );

  // Command unit
  logic [31:0] instr, instr_next;
  logic        gather;
  logic        load_valid, load_ready, payload, load_beat;
  logic        compute_push, compute_ready, store_push, store_ready;
  logic        ended, blocked, wait_queue, wait_stream;
  logic [3:0]  load_error, command_error;
  logic [1:0]  command_engine;
  logic [15:0] command_index;

  concord_command_unit #(.StreamBits(StreamBits), .Signature(Signature)) u_command_unit (
    .clk_i, .rst_ni, .halt_i(halt),
    .in_valid_i, .in_ready_o, .in_data_i, .in_last_i,
    .instr_o(instr), .instr_next_o(instr_next), .gather_o(gather),
    .load_valid_o(load_valid), .load_ready_i(load_ready), .load_error_i(load_error), .load_payload_i(payload),
    .load_beat_o(load_beat),
    .compute_push_o(compute_push), .compute_ready_i(compute_ready),
    .store_push_o(store_push), .store_ready_i(store_ready),
    .ended_o(ended), .blocked_o(blocked), .wait_queue_o(wait_queue), .wait_stream_o(wait_stream),
    .error_o(command_error), .error_engine_o(command_engine), .error_index_o(command_index)
  );

  // Load engine
  logic                      load_wait_compute, load_wait_store;
  logic [ActBanks-1:0]       load_act_we;
  logic [ActAddrBits-1:0]    load_act_waddr;
  logic [Rows-1:0]           weight_we;
  logic [WeightAddrBits-1:0] weight_waddr;
  logic [PostLanes-1:0]      threshold_we;
  logic [ParamAddrBits-1:0]  threshold_waddr;
  logic [Lanes-1:0]          load_wdata;
  logic [AccBits-1:0]        threshold_wdata;
  logic                      load_wide_we;
  logic [WideAddrBits-1:0]   load_wide_waddr;
  logic [WideBits-1:0]       load_wide_wdata;

  concord_load_engine #(
    .Rows(Rows), .Lanes(Lanes), .WeightDepth(WeightDepth), .AccBits(AccBits), .ActBanks(ActBanks),
    .ActWords(ActWords), .PostLanes(PostLanes), .ParamDepth(ParamDepth), .ResidualWords(ResidualWords),
    .StreamBits(StreamBits)
  ) u_load_engine (
    .clk_i, .rst_ni,
    .valid_i(load_valid), .instr_i(instr), .instr_next_i(instr_next), .gather_i(gather),
    .ready_o(load_ready), .error_o(load_error),
    .payload_o(payload), .beat_i(load_beat), .data_i(in_data_i),
    .exists_i(exists), .owns_i(load_owns), .compute_owns_i(compute_owns), .store_owns_i(store_owns),
    .give_o(load_give), .give_bank_o(load_give_bank), .give_to_o(load_give_to),
    .act_we_o(load_act_we), .act_waddr_o(load_act_waddr),
    .weight_we_o(weight_we), .weight_waddr_o(weight_waddr),
    .threshold_we_o(threshold_we), .threshold_waddr_o(threshold_waddr),
    .word_o(load_wdata), .threshold_o(threshold_wdata),
    .wide_we_o(load_wide_we), .wide_waddr_o(load_wide_waddr),
    .wide_o(load_wide_wdata),
    .wait_compute_o(load_wait_compute), .wait_store_o(load_wait_store)
  );

  // Compute engine
  logic                 compute_read;
  logic [AddrBits-1:0]  compute_raddr;
  logic                 word_valid, word_null, word_first, word_last, word_load, word_save;
  logic                 word_double, word_negate, word_window_first, word_window_last;
  logic [AddrBits-1:0]  word_addr, word_out_addr, out_dp;
  logic [WordBits-1:0]  word_waddr;
  logic [CountBits-1:0] word_valid_lanes;
  logic [EntryBits-1:0] word_entry;
  logic                 weight_bank, weight_upper;
  logic [3:0]           in_bank, out_bank, thresholds, slot, segment;
  logic [11:0]          rows;
  logic [1:0]           mode;
  logic [4:0]           planes;
  logic                 compute_idle, compute_stuck, compute_issue;
  logic                 compute_wait_load, compute_wait_store, compute_wait_post, post_finish;
  logic [3:0]           engine_error;
  logic [15:0]          compute_index;
  logic                 run_start, wide_source;
  logic [13:0]          inner_operations, last_operations;
  logic [19:0]          scale;
  logic [11:0]          ww;
  logic [AddrBits-1:0]  res_addr, res_dx, res_dy, wide_addr, wide_dx, wide_dy;

  concord_compute_engine #(
    .Rows(Rows), .Lanes(Lanes), .WeightDepth(WeightDepth), .AccDepth(AccDepth), .AccBits(AccBits),
    .ActWords(ActWords), .PostLanes(PostLanes), .ParamDepth(ParamDepth), .PairDepth(PairDepth),
    .QueueDepth(QueueDepth), .PopcountStages(PopcountStages), .ResidualWords(ResidualWords), .Vector(Vector)
  ) u_compute_engine (
    .clk_i, .rst_ni, .halt_i(halt),
    .push_i(compute_push), .instr_i(instr), .ready_o(compute_ready),
    .exists_i(exists), .owns_i(compute_owns), .load_owns_i(load_owns),
    .give_o(compute_give), .give_bank_o(compute_give_bank), .give_to_o(compute_give_to),
    .next_read_o(compute_read), .next_addr_o(compute_raddr),
    .word_valid_o(word_valid), .word_null_o(word_null), .word_addr_o(word_addr), .word_waddr_o(word_waddr),
    .word_valid_lanes_o(word_valid_lanes), .word_first_o(word_first), .word_last_o(word_last),
    .word_load_o(word_load), .word_save_o(word_save), .word_double_o(word_double),
    .word_negate_o(word_negate), .word_entry_o(word_entry), .word_window_first_o(word_window_first),
    .word_window_last_o(word_window_last), .word_out_addr_o(word_out_addr),
    .weight_bank_o(weight_bank), .weight_upper_o(weight_upper), .in_bank_o(in_bank), .out_bank_o(out_bank), .rows_o(rows),
    .mode_o(mode), .thresholds_o(thresholds), .planes_o(planes), .slot_o(slot), .segment_o(segment),
    .out_dp_o(out_dp), .run_start_o(run_start), .wide_source_o(wide_source), .inner_o(inner_operations),
    .last_o(last_operations), .scale_o(scale), .ww_o(ww), .res_addr_o(res_addr), .res_dx_o(res_dx), .res_dy_o(res_dy),
    .wide_addr_o(wide_addr), .wide_dx_o(wide_dx), .wide_dy_o(wide_dy), .post_finish_i(post_finish),
    .idle_o(compute_idle), .stuck_o(compute_stuck), .issue_o(compute_issue),
    .wait_load_o(compute_wait_load), .wait_store_o(compute_wait_store), .wait_post_o(compute_wait_post),
    .error_o(engine_error), .error_index_o(compute_index)
  );

  // The engine has checked both addresses before the array or a bank uses them
  logic [AddrBits-1:0] unused_word_addr, unused_compute_raddr;
  logic [WordBits-1:0] unused_word_waddr;

  assign unused_word_addr     = word_addr;
  assign unused_compute_raddr = compute_raddr;
  assign unused_word_waddr    = word_waddr;

  // Array
  logic                        post_start, post_window_first, post_window_last;
  logic [AddrBits-1:0]         post_out_addr, post_source_addr;
  logic [AccBits-1:0]          drain_valid;
  logic [Rows*(AccBits-1)-1:0] drain;
  logic [Lanes-1:0]            compute_rdata;

  concord_array #(
    .Rows(Rows), .Lanes(Lanes), .WeightDepth(WeightDepth), .AccDepth(AccDepth), .AccBits(AccBits),
    .PopcountStages(PopcountStages), .AddrBits(AddrBits), .Vector(Vector), .WeightLatch(WeightLatch), .AccLatch(AccLatch)
  ) u_array (
    .clk_i, .rst_ni, .halt_i(halt),
    .weight_we_i(weight_we), .weight_waddr_i(weight_waddr),
    .weight_wdata_i(load_wdata),
    .word_valid_i(word_valid), .word_null_i(word_null), .word_act_i(compute_rdata),
    .word_raddr_i(WeightAddrBits'(word_waddr) + (weight_upper ? WeightAddrBits'(WeightDepth) : '0)),
    .word_valid_lanes_i(word_valid_lanes), .word_first_i(word_first), .word_last_i(word_last),
    .word_load_i(word_load), .word_save_i(word_save), .word_double_i(word_double),
    .word_negate_i(word_negate), .word_entry_i(word_entry), .word_window_first_i(word_window_first),
    .word_window_last_i(word_window_last), .word_out_addr_i(word_out_addr), .word_addr_i(word_addr), .rows_i(rows),
    .post_start_o(post_start), .post_window_first_o(post_window_first),
    .post_window_last_o(post_window_last), .post_out_addr_o(post_out_addr), .post_source_addr_o(post_source_addr),
    .drain_valid_o(drain_valid), .drain_o(drain)
  );

  // Post unit
  logic [Segments-1:0]     post_we;
  logic [ActAddrBits-1:0]  post_waddr;
  logic [Lanes-1:0]        post_wdata;
  logic [3:0]              post_error;
  logic                    post_wide_we;
  logic [WideAddrBits-1:0] post_wide_raddr, post_wide_waddr;
  logic [WideBits-1:0]     post_wide_wdata, wide_rdata;

  concord_post_unit #(
    .Rows(Rows), .Lanes(Lanes), .AccBits(AccBits), .ActWords(ActWords), .PostLanes(PostLanes),
    .ParamDepth(ParamDepth), .ResidualWords(ResidualWords), .Vector(Vector), .ParamLatch(ParamLatch)
  ) u_post_unit (
    .clk_i, .rst_ni, .halt_i(halt),
    .threshold_we_i(threshold_we), .threshold_waddr_i(threshold_waddr),
    .threshold_wdata_i(threshold_wdata),
    .start_i(post_start), .window_first_i(post_window_first), .window_last_i(post_window_last),
    .out_addr_i(post_out_addr), .source_addr_i(post_source_addr),
    .drain_valid_i(drain_valid), .drain_i(drain),
    .weight_bank_i(weight_bank), .rows_i(rows), .mode_i(mode), .thresholds_i(thresholds),
    .planes_i(planes), .slot_i(slot), .segment_i(segment), .out_dp_i(out_dp),
    .run_start_i(run_start), .wide_source_i(wide_source), .inner_i(inner_operations), .last_i(last_operations),
    .scale_i(scale), .ww_i(ww), .res_addr_i(res_addr), .res_dx_i(res_dx), .res_dy_i(res_dy),
    .wide_addr_i(wide_addr), .wide_dx_i(wide_dx), .wide_dy_i(wide_dy),
    .wide_raddr_o(post_wide_raddr), .wide_rdata_i(wide_rdata), .wide_we_o(post_wide_we),
    .wide_waddr_o(post_wide_waddr), .wide_wdata_o(post_wide_wdata),
    .act_we_o(post_we), .act_waddr_o(post_waddr), .act_wdata_o(post_wdata),
    .finish_o(post_finish), .error_o(post_error)
  );

  // Store engine
  logic                    store_idle, store_stuck, store_wait_load, store_wait_compute;
  logic                    store_read, store_first;
  logic [3:0]              store_bank, store_error;
  logic [ActAddrBits-1:0]  store_raddr;
  logic [Lanes-1:0]        store_rdata;
  logic [WideAddrBits-1:0] store_wide_raddr;
  logic [15:0]             store_index;

  concord_store_engine #(
    .Lanes(Lanes), .ActWords(ActWords), .StreamBits(StreamBits), .QueueDepth(QueueDepth),
    .PostLanes(PostLanes), .ResidualWords(ResidualWords)
  ) u_store_engine (
    .clk_i, .rst_ni, .halt_i(halt),
    .push_i(store_push), .instr_i(instr), .ready_o(store_ready),
    .exists_i(exists), .owns_i(store_owns), .load_owns_i(load_owns),
    .give_o(store_give), .give_bank_o(store_give_bank), .give_to_o(store_give_to),
    .bank_o(store_bank), .next_read_o(store_read), .next_first_o(store_first), .next_addr_o(store_raddr),
    .rdata_i(store_rdata),
    .wide_raddr_o(store_wide_raddr), .wide_rdata_i(wide_rdata),
    .out_valid_o, .out_ready_i, .out_data_o,
    .idle_o(store_idle), .stuck_o(store_stuck), .wait_load_o(store_wait_load),
    .wait_compute_o(store_wait_compute),
    .error_o(store_error), .error_index_o(store_index)
  );

  // Activation banks
  concord_act_banks #(
    .Banks(ActBanks), .Words(ActWords), .Lanes(Lanes), .Segment(Segment), .Latch(ActLatch), .Sram(ActSram)
  ) u_act_banks (
    .clk_i, .load_owns_i(load_owns), .store_owns_i(store_owns), .store_owns_next_i(store_owns_next),
    .load_we_i(load_act_we), .load_waddr_i(load_act_waddr), .load_wdata_i(load_wdata),
    .post_bank_i(out_bank), .post_we_i(post_we), .post_waddr_i(post_waddr),
    .post_wdata_i(post_wdata),
    .compute_bank_i(in_bank), .compute_read_i(compute_read), .compute_raddr_i(compute_raddr[ActAddrBits-1:0]),
    .compute_rdata_o(compute_rdata),
    .store_bank_i(store_bank), .store_read_i(store_read), .store_first_i(store_first), .store_raddr_i(store_raddr),
    .store_rdata_o(store_rdata)
  );

  // Wide bank
  if (ResidualWords > 0) begin : gen_wide_bank
    concord_wide_bank #(.Words(ResidualWords), .PostLanes(PostLanes), .Latch(ActLatch)) u_wide_bank (
      .clk_i, .load_owns_i(load_owns[concord_pkg::BankWide]), .store_owns_i(store_owns[concord_pkg::BankWide]),
      .load_we_i(load_wide_we), .load_waddr_i(load_wide_waddr),
      .load_wdata_i(load_wide_wdata),
      .post_we_i(post_wide_we), .post_waddr_i(post_wide_waddr),
      .post_wdata_i(post_wide_wdata), .post_raddr_i(post_wide_raddr),
      .store_raddr_i(store_wide_raddr), .rdata_o(wide_rdata)
    );
  end else begin : gen_no_wide_bank
    logic unused_wide;

    assign unused_wide = ^{load_wide_we, load_wide_waddr, load_wide_wdata, post_wide_we, post_wide_waddr,
                           post_wide_wdata, post_wide_raddr, store_wide_raddr};
    assign wide_rdata  = '0;
  end

  // Error: the first one stays. Everyone's is caught by itself, and who comes first in one cycle is decided behind the registers.
  // The units' own numbers of the instruction stand still with the chip.
  logic        deadlock, deadlock_q, window_q;
  logic [3:0]  command_error_q, engine_error_q, post_error_q, store_error_q;
  logic [1:0]  command_engine_q;

  assign deadlock = (ended || blocked) && compute_stuck && store_stuck && !done_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      command_error_q  <= concord_pkg::ErrorNone;
      command_engine_q <= '0;
      engine_error_q   <= concord_pkg::ErrorNone;
      post_error_q     <= concord_pkg::ErrorNone;
      store_error_q    <= concord_pkg::ErrorNone;
      deadlock_q       <= 1'b0;
      window_q         <= 1'b0;
    end else if (!halt) begin
      command_error_q  <= command_error;
      command_engine_q <= command_engine;
      engine_error_q   <= engine_error;
      post_error_q     <= post_error;
      store_error_q    <= store_error;
      deadlock_q       <= deadlock;
      window_q         <= window_error_i;
    end
  end

  always_comb begin
    error_o        = concord_pkg::ErrorNone;
    error_engine_o = concord_pkg::EngineControl;
    error_index_o  = command_index;
    if (command_error_q != concord_pkg::ErrorNone) begin
      error_o        = command_error_q;
      error_engine_o = command_engine_q;
    end else if (engine_error_q != concord_pkg::ErrorNone || post_error_q != concord_pkg::ErrorNone) begin
      error_o        = engine_error_q != concord_pkg::ErrorNone ? engine_error_q : post_error_q;
      error_engine_o = concord_pkg::EngineCompute;
      error_index_o  = compute_index;
    end else if (store_error_q != concord_pkg::ErrorNone) begin
      error_o        = store_error_q;
      error_engine_o = concord_pkg::EngineStore;
      error_index_o  = store_index;
    end else if (deadlock_q) begin
      error_o = concord_pkg::ErrorDeadlock;
    end else if (window_q) begin
      error_o = concord_pkg::ErrorWindow;
    end else begin
      error_index_o = '0;
    end
  end

  assign halt   = {command_error_q, engine_error_q, post_error_q, store_error_q, deadlock_q, window_q} != '0;
  assign done_o = ended && compute_idle && store_idle && !halt;

  // Counters: from the first beat to done or error
  logic                started_q, active;
  logic [Counters-1:0] events;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      started_q <= 1'b0;
    end else if (in_fire) begin
      started_q <= 1'b1;
    end
  end

  assign active = (started_q || in_fire) && !done_o && !halt;

  assign events[concord_pkg::CounterCycles]            = 1'b1;
  assign events[concord_pkg::CounterLoadBusy]          = load_beat;
  assign events[concord_pkg::CounterLoadWaitStream]    = wait_stream;
  assign events[concord_pkg::CounterLoadWaitCompute]   = load_wait_compute;
  assign events[concord_pkg::CounterLoadWaitStore]     = load_wait_store;
  assign events[concord_pkg::CounterLoadWaitQueue]     = wait_queue;
  assign events[concord_pkg::CounterComputeBusy]       = compute_issue;
  assign events[concord_pkg::CounterComputeWaitLoad]   = compute_wait_load;
  assign events[concord_pkg::CounterComputeWaitStore]  = compute_wait_store;
  assign events[concord_pkg::CounterComputeWaitPost]   = compute_wait_post;
  assign events[concord_pkg::CounterComputeWaitStream] = compute_idle;
  assign events[concord_pkg::CounterStoreBusy]         = out_valid_o && out_ready_i;
  assign events[concord_pkg::CounterStoreWaitLoad]     = store_wait_load;
  assign events[concord_pkg::CounterStoreWaitCompute]  = store_wait_compute;
  assign events[concord_pkg::CounterStoreWaitStream]   = out_valid_o && !out_ready_i;
  assign events[concord_pkg::CounterStoreIdle]         = store_idle;

  concord_counters #(.CounterBits(CounterBits)) u_counters (
    .clk_i, .rst_ni, .active_i(active), .event_i(events), .count_o(counters_o)
  );

endmodule
